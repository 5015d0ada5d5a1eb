// TypeScript types of the inputs of all operations, from their JSON Schemas, and of the credentials.

const QUOTED = JSON.stringify;

function typeOf(schema, indent) {
  if ('const' in schema) return QUOTED(schema.const);
  if (schema.enum) return schema.enum.map((value) => QUOTED(value)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either && !schema.properties) return either.map((one) => typeOf(one, indent)).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectOf(schema, indent);
    case 'array': {
      const item = typeOf(schema.items ?? {}, indent);
      return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
    }
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function objectOf(schema, indent) {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return schema.additionalProperties === false ? 'Record<string, never>' : 'Record<string, unknown>';
  const inner = `${indent}  `;
  const lines = properties.map(([name, member]) => {
    const mark = schema.required?.includes(name) ? '' : '?';
    return `${inner}${/^\w+$/.test(name) ? name : QUOTED(name)}${mark}: ${typeOf(member, inner)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The declarations, for what `operations` says of each provider. An input of no member may be left out. */
export function operationTypes(providers, operations) {
  const parts = providers.map((provider) => {
    const inputs = operations(provider).map(({ name, input }) => {
      const isEmpty = !input.required?.length;
      return `    ${name}: ${typeOf(input, '    ')}${isEmpty ? ' | null | undefined' : ''};`;
    });
    return `  ${provider}: {\n${inputs.join('\n')}\n  };`;
  });
  return `/** The inputs of all operations, by provider and name. */\nexport interface Operations {\n${parts.join('\n')}\n}\n`;
}

/** The declaration of the credentials in docs/credentials.json. */
export function credentialTypes(credentials) {
  const lines = Object.entries(credentials).map(([provider, all]) => {
    const members = all.map(({ name, needed }) => `${name}${needed ? '' : '?'}: string`);
    return `  ${provider}: { ${members.join('; ')} };`;
  });
  return `/** What requests of a provider are authorised with. */\nexport interface ProviderCredentials {\n${lines.join('\n')}\n}\n`;
}
