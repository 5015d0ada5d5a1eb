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
  const object = `{\n${lines.join('\n')}\n${indent}}`;
  return [object, ...together(schema, inner).map((rule) => `(${rule})`)].join(' & ');
}

const isUnion = (rules) => rules.every((rule) => rule.required?.length === 1 && Object.keys(rule).length === 1);

/** The members of these names, as an object that has them and not those of the other names. */
function withMembers(names, schema, indent, others = []) {
  const type = (member) => (member?.properties ? 'object' : typeOf(member ?? {}, indent));
  const members = names.map((name) => `${name}: ${type(schema.properties?.[name])}`);
  return `{ ${[...members, ...others.map((name) => `${name}?: never`)].join('; ')} }`;
}

/** What members want of each other (`allOf`), as types that an input is besides. What a type cannot say is left out. */
function together(schema, indent) {
  const [rules, choices] = [[], new Map()];
  for (const rule of schema.allOf ?? []) {
    const [member, value] = Object.entries(rule.if?.properties ?? {})[0] ?? [];
    if (rule.if === undefined) {
      rules.push(...wanted(rule, schema, indent));
    } else if (member === undefined && !rule.if.not) {
      const then = wanted(rule.then, schema, indent);
      const without = rule.if.required.map((name) => `{ ${name}?: never }`);
      if (then.length > 0) rules.push([...without, then.join(' & ')].join(' | '));
    } else if (value?.const !== undefined && schema.properties[member].enum) {
      const words = choices.get(member) ?? choices.set(member, new Map()).get(member);
      words.set(value.const, [...(words.get(value.const) ?? []), ...wanted(rule.then, schema, indent)]);
    }
  }
  for (const [member, words] of choices) {
    const mark = schema.required?.includes(member) ? '' : '?';
    const rest = schema.properties[member].enum.filter((word) => !words.get(word)?.length).map(QUOTED);
    const each = [...words].filter(([, wants]) => wants.length > 0);
    const types = each.map(([word, wants]) =>
      [`{ ${member}: ${QUOTED(word)} }`, ...wants.map((want) => `(${want})`)].join(' & '),
    );
    if (rest.length > 0 || mark) types.push(`{ ${member}${mark}: ${rest.join(' | ') || 'never'} }`);
    rules.push(`\n${indent}| ${types.join(`\n${indent}| `)}\n${indent.slice(2)}`);
  }
  return rules;
}

/** One schema that has to hold of an object, as types. */
function wanted(rule, schema, indent) {
  const types = (rule.allOf ?? []).flatMap((one) => wanted(one, schema, indent));
  if (rule.required) types.push(withMembers(rule.required, schema, indent));
  if (rule.anyOf && isUnion(rule.anyOf))
    types.push(rule.anyOf.map(({ required }) => withMembers(required, schema, indent)).join(' | '));
  if (rule.oneOf && isUnion(rule.oneOf)) {
    const names = rule.oneOf.flatMap(({ required }) => required);
    const others = (name) => names.filter((other) => other !== name);
    types.push(names.map((name) => withMembers([name], schema, indent, others(name))).join(' | '));
  }
  if (rule.not?.required) types.push(rule.not.required.map((name) => `{ ${name}?: never }`).join(' | '));
  for (const [name, inner] of Object.entries(rule.properties ?? {})) {
    const parts = wanted(inner, schema.properties?.[name] ?? {}, indent);
    const mark = schema.required?.includes(name) ? '' : '?';
    if (parts.length > 0) types.push(`{ ${name}${mark}: ${parts.map((part) => `(${part})`).join(' & ')} }`);
  }
  return types;
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
