import { z } from 'zod';

/** Of no row. */
const SOME_ID = '01900000-0000-7000-8000-000000000000';

/** The value of a field with this name; undefined: generated from its schema. */
export type Known = (name: string, path: string) => unknown;

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  minItems?: number;
  minimum?: number;
  minLength?: number;
  format?: string;
}

/**
 * An input with every field that a procedure takes, optional ones included, so that nothing it could keep is
 * left out: all but the second way to name a user.
 */
export function sampleInput(path: string, schema: unknown, known: Known): unknown {
  if (!(schema instanceof z.ZodType)) return {};
  return sample(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    '',
    path,
    known,
  );
}

function sample(schema: JsonSchema, name: string, path: string, known: Known): unknown {
  const given = name === '' ? undefined : known(name, path);
  if (given !== undefined) return given;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first !== undefined) return sample(first, '', path, known);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          // A user is named once.
          .filter(([field]) => field !== 'userExternalId')
          .map(([field, inner]) => [field, sample(inner, field, path, known)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        sample(schema.items ?? {}, name, path, known),
      );
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 0);
    case 'boolean':
      return true;
    default:
      return schema.format === 'uuid' ? SOME_ID : 'a_text_of_some_length';
  }
}
