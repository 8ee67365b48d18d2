import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

/**
 * Every strict object names each unknown field, one a line and in the order of the issue's `keys`, with the field
 * that was probably meant.
 */
export const nameUnknownFields: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => describeUnknown(key, fieldsOf(issue.inst))).join('\n')
    : undefined;

function describeUnknown(key: string, fields: Fields): string {
  const meant = closest(key, fields);
  const guess = meant === null ? '' : `; did you mean “${meant}”?`;
  return `unknown field ${JSON.stringify(key.slice(0, 100))}${guess}`;
}

/** Field names, and the names of the fields inside them. */
type Fields = ReadonlyMap<string, readonly string[]>;

function fieldsOf(schema: unknown): Fields {
  return new Map(
    Object.entries(shapeOf(schema)).map(([name, inner]) => [name, Object.keys(shapeOf(inner))] as const),
  );
}

/** The fields of an object, also of an optional one; none for other schemas. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (schema instanceof z.ZodObject) return schema.shape as Readonly<Record<string, unknown>>;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? shapeOf(schema.unwrap()) : {};
}

/** The field of this name in another spelling, here or one level deeper; else one that differs by a slip. */
function closest(key: string, fields: Fields): string | null {
  const plainKey = plain(key);
  const here = [...fields.keys()];
  const deeper = [...fields].flatMap(([name, inner]) =>
    inner.map((field) => [field, `${name}.${field}`] as const),
  );
  const same =
    here.find((name) => plain(name) === plainKey) ?? deeper.find(([name]) => plain(name) === plainKey)?.[1];
  if (same !== undefined) return same;
  const [best] = [...here.map((name) => [name, name] as const), ...deeper]
    .map(([name, path]) => ({ path, slips: distance(plainKey.slice(0, 100), plain(name)) }))
    .sort((a, b) => a.slips - b.slips);
  return best !== undefined && best.slips <= allowedSlips(plainKey) ? best.path : null;
}

const plain = (name: string) => name.replaceAll(/[_\-\s]/g, '').toLowerCase();

/** Wrong characters in a name of this length that are still a slip. */
const allowedSlips = (name: string) => Math.min(3, Math.ceil(name.length / 3));
