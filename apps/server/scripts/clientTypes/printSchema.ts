import { z } from 'zod';
import { type Names, STAFF_ONLY_FIELDS } from '../../src/http/rest/schemaNames.ts';

type Schema = z.core.JSONSchema.BaseSchema;
type Printed = z.core.JSONSchema._JSONSchema;

/** The types by name, which printing adds to. */
export type Declarations = Map<string, string>;

/**
 * Prints the type of what a schema accepts (`input`) or returns (`output`) as TypeScript, by way of JSON Schema,
 * zod's own description of what crosses the wire. Objects, enumerations and unions that `names` knows are declared
 * once, under their name. Throws on a keyword that it does not know.
 */
export function printSchema(
  schema: z.ZodType,
  { io, names, declarations }: { io: 'input' | 'output'; names: Names; declarations: Declarations },
): string {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io, metadata: names });
  const leftOut = io === 'input' ? STAFF_ONLY_FIELDS : [];
  return print(root, { defs: new Map(Object.entries($defs)), declarations, leftOut });
}

interface Printing {
  defs: Map<string, Printed>;
  declarations: Declarations;
  leftOut: readonly string[];
}

/** Keywords that restrict a value without changing its TypeScript type. */
const RESTRICTIONS = new Set(
  [
    '$schema id format pattern contentEncoding description title examples default deprecated',
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems propertyNames',
  ].flatMap((words) => words.split(' ')),
);

function print(json: Printed, printing: Printing): string {
  if (typeof json === 'boolean') return json ? 'unknown' : 'never';
  const { $ref, anyOf, oneOf, allOf, enum: values, const: value, type, ...rest } = json;
  refuseUnknown(rest);
  if ($ref !== undefined) return printNamed($ref, printing);
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined) return union(alternatives.map((one) => print(one, printing)));
  if (allOf !== undefined) return allOf.map((one) => `(${print(one, printing)})`).join(' & ');
  if (values !== undefined) return union(values.map((one) => JSON.stringify(one)));
  if ('const' in json) return JSON.stringify(value);
  if (type === undefined) return 'unknown';
  return union([type].flat().map((one) => printType(one, json, printing)));
}

function printType(type: string, json: Schema, printing: Printing): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return printArray(json, printing);
    case 'object':
      return printObject(json, printing);
    default:
      throw new Error(`a schema has the type ${type}, which printSchema.ts does not know`);
  }
}

function printArray({ items, prefixItems }: Schema, printing: Printing): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((one) => print(one, printing)).join(', ')}]`;
  if (Array.isArray(items)) throw new Error('an array has a list of items, which is not JSON Schema 2020-12');
  return `(${items === undefined ? 'unknown' : print(items, printing)})[]`;
}

function printObject(json: Schema, printing: Printing): string {
  const { properties = {}, required = [], additionalProperties } = json;
  const isRecord = typeof additionalProperties === 'object' && Object.keys(properties).length === 0;
  if (isRecord) return `Record<string, ${print(additionalProperties, printing)}>`;
  if (typeof additionalProperties === 'object')
    throw new Error('an object has fields of its own and of any name, which printSchema.ts does not know');
  const shown = Object.entries(properties).filter(([name]) => !printing.leftOut.includes(name));
  const fields = shown.map(([name, field]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${comment(field)}${JSON.stringify(name)}${mark}: ${print(field, printing)};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

/** An object, an enumeration or a union becomes a declaration; a text with a name remains a text. */
function printNamed(ref: string, printing: Printing): string {
  const id = ref.replace('#/$defs/', '');
  const json = printing.defs.get(id);
  if (json === undefined) throw new Error(`${ref} is not defined`);
  const text = print(json, printing);
  if (!/[{|]/.test(text)) return text;
  const { declarations } = printing;
  if (declarations.has(id) && declarations.get(id) !== text)
    throw new Error(`${id} has one type as input and another as output: export two schemas`);
  declarations.set(id, text);
  return id;
}

const union = (types: string[]) => [...new Set(types)].join(' | ');

function comment(json: Printed): string {
  const text = typeof json === 'boolean' ? undefined : json.description;
  return text === undefined ? '' : `/** ${text.replaceAll('*/', '*\u200b/')} */\n`;
}

function refuseUnknown(rest: Schema): void {
  const known = ['items', 'prefixItems', 'properties', 'required', 'additionalProperties', 'readOnly'];
  const unknown = Object.keys(rest).filter((word) => !RESTRICTIONS.has(word) && !known.includes(word));
  if (unknown.length > 0)
    throw new Error(`a schema uses ${unknown.join(', ')}, which printSchema.ts does not know`);
}
