// TypeScript types of the inputs of all operations and computations, from their JSON Schemas, of answers and credentials.

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
  if (properties.length === 0)
    return schema.additionalProperties === false ? 'Record<string, never>' : 'Record<string, unknown>';
  const inner = `${indent}  `;
  const lines = properties.map(([name, member]) => {
    const mark = schema.required?.includes(name) ? '' : '?';
    return `${inner}${/^\w+$/.test(name) ? name : QUOTED(name)}${mark}: ${typeOf(member, inner)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The inputs of what a list of each provider's description names. An input of no member may be left out. */
function inputs(providers, list) {
  const parts = providers.map((provider) => {
    const lines = provider[list].map(({ name, input }) => {
      const isEmpty = !input.required?.length;
      return `    ${name}: ${typeOf(input, '    ')}${isEmpty ? ' | null | undefined' : ''};`;
    });
    return `  ${provider.name}: {\n${lines.join('\n')}\n  };`;
  });
  return parts.join('\n');
}

const ANSWERS = { text: 'string | number', count: 'string', list: 'Record<string, unknown>[]', any: 'unknown' };

/** What the operations of each provider promise. Ids may be numbers where the provider writes them so. */
function answers(providers) {
  const parts = providers.map((provider) => {
    const lines = provider.operations.map(({ name, answer }) => {
      const members = answer
        .filter(({ type }) => type !== 'members')
        .map((value) => {
          const type = value.name === 'status' ? 'string' : ANSWERS[value.type];
          return `${value.name}${value.needed ? '' : '?'}: ${type}`;
        });
      return `    ${name}: { ${[...members, '[member: string]: unknown'].join('; ')} };`;
    });
    return `  ${provider.name}: {\n${lines.join('\n')}\n  };`;
  });
  return parts.join('\n');
}

/** The declarations, from the descriptions of all providers. */
export function declarations(providers) {
  const credentials = providers.map(({ name, credentials }) => {
    const members = credentials.map((one) => `${one.name}${one.needed ? '' : '?'}: string`);
    return `  ${name}: { ${members.join('; ')} };`;
  });
  return `/** The inputs of all operations, by provider and name. */
export interface Operations {
${inputs(providers, 'operations')}
}

/** The inputs of all computations, by provider and name. */
export interface Computations {
${inputs(providers, 'computations')}
}

/** The values of accepted answers, by provider and name of the operation. */
export interface Answers {
${answers(providers)}
}

/** What requests of a provider are authorised with. */
export interface ProviderCredentials {
${credentials.join('\n')}
}
`;
}
