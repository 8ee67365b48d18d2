import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { DomainError } from '../../base/domainError.ts';
import { decodeQuery } from '../exactBodies.ts';
import { fieldsOf, isInPath, type RestRoute, unwrapped } from './restRoutes.ts';

/** The query parameters of a route, which are also their own documentation. */
export interface QueryParameters {
  /** Strict: an unknown parameter is refused by its name. */
  schema: z.ZodObject;
  /** The procedure's input, without what stands in the path. Refuses like the procedure itself would. */
  read(url: string): Promise<Record<string, unknown>>;
}

/**
 * A query is the flattened input: fields of `filter` stand beside the others, and `sort` is one word, `-createdAt` for
 * descending order. A mutation has no parameters.
 */
export function queryParameters({ type, definition, pathField }: RestRoute): QueryParameters {
  const fields = type === 'query' ? fieldsOf(definition.inputs[0]) : {};
  const filters = fieldsOf(fields['filter']);
  const { filter: _filter, sort, ...plain } = fields;
  const shape: Record<string, z.ZodType> = {
    ...Object.fromEntries(Object.entries(plain).filter(([name]) => !isInPath(name, pathField))),
    ...(sort !== undefined && { sort: sortWord(sort) }),
    ...filters,
  };
  const schema = z.strictObject(shape);
  return {
    schema,
    async read(url) {
      const values = valuesOf(parseQuery(url), shape);
      const parsed = await schema.safeParseAsync(values);
      if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
      return nested(values, Object.keys(filters));
    },
  };
}

/** `createdAt` or `-createdAt` instead of `{ field, order }`. */
function sortWord(sort: z.ZodType): z.ZodType {
  const field = fieldsOf(sort)['field'];
  if (!(field instanceof z.ZodEnum)) throw new Error('a list is not sorted by one of several fields');
  const names = field.options as string[];
  return z.enum([...names, ...names.map((name) => `-${name}`)]).optional();
}

function nested(values: Record<string, unknown>, filters: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (filters.includes(name)) filter[name] = value;
    else if (name === 'sort') input['sort'] = readSort(String(value));
    else input[name] = value;
  }
  return Object.keys(filter).length > 0 ? { ...input, filter } : input;
}

const readSort = (word: string) =>
  word.startsWith('-') ? { field: word.slice(1), order: 'DESC' } : { field: word, order: 'ASC' };

/**
 * The parameters by name, each with all its values.
 * @throws DomainError `INVALID_INPUT` for what programs could read differently
 */
function parseQuery(url: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  const start = url.indexOf('?');
  if (start < 0) return parameters;
  for (const part of url.slice(start + 1).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    const value = decoded(equals < 0 ? '' : part.slice(equals + 1));
    if (name === '__proto__')
      throw new DomainError('INVALID_INPUT', 'the parameter “__proto__” is not accepted');
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  }
  return parameters;
}

function decoded(text: string): string {
  const value = decodeQuery(text);
  if (value.includes('\0')) throw new DomainError('INVALID_INPUT', 'the address contains the character NUL');
  return value;
}

function valuesOf(
  parameters: ReadonlyMap<string, string[]>,
  shape: Readonly<Record<string, z.ZodType>>,
): Record<string, unknown> {
  return Object.fromEntries(
    [...parameters].map(([name, texts]) => {
      const schema = Object.hasOwn(shape, name) ? unwrapped(shape[name]) : undefined;
      if (texts.length > 1 && schema !== undefined && !takesMany(schema))
        throw new DomainError(
          'INVALID_INPUT',
          `the parameter ${JSON.stringify(name.slice(0, 100))} is given twice`,
        );
      const values = texts.map((text) => valueOf(text, elementOf(schema)));
      return [name, texts.length > 1 || schema instanceof z.ZodArray ? values : values[0]];
    }),
  );
}

/** Whether a parameter may be repeated: a list, or one value or a list of them. */
function takesMany(schema: unknown): boolean {
  return (
    schema instanceof z.ZodArray ||
    (schema instanceof z.ZodUnion && schema.options.some((option) => option instanceof z.ZodArray))
  );
}

const elementOf = (schema: unknown) => unwrapped(schema instanceof z.ZodArray ? schema.element : schema);

/** A text that is no number or boolean stays a text, which the schema then refuses. */
function valueOf(text: string, schema: unknown): unknown {
  if (schema instanceof z.ZodNumber) return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
  if (schema instanceof z.ZodBoolean) return text === 'true' || (text === 'false' ? false : text);
  return text;
}
