import { appRouter } from '../../src/http/router.ts';
import { z } from 'zod';
import type { Samples } from './samples.ts';

/** One call that the admin app can send. */
export interface Call {
  path: string;
  input: unknown;
}

/** The schema inside of defaults and options, if it is an object. */
function objectOf(schema: unknown): z.ZodObject | null {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap();
  return inner instanceof z.ZodObject ? inner : null;
}

const queries = Object.entries<{ _def: { type: string; inputs: unknown[] } }>(
  appRouter._def.procedures as never,
)
  .filter(([, { _def }]) => _def.type === 'query')
  .map(([path, { _def }]) => ({ path, input: objectOf(_def.inputs[0]) }));

/**
 * Every list with each filter alone in each order, and on its last page; with typical pairs; every sum with each filter;
 * the search, the dashboard and the timelines. From the schemas: a new filter needs a sample, or this fails. Without the
 * report of the doctor, which all who ask share and which is made at most once in fifteen seconds.
 *
 * @param breadth `some`: no pairs, and descending alone
 */
export function callsOf(samples: Samples, breadth: 'all' | 'some'): Call[] {
  const lists = queries.flatMap(({ path, input }) => listCalls(path, input, { samples, breadth }));
  return [...lists, ...otherCalls(samples)];
}

/** Filters that are combined with the others: one person's rows, and a time. */
const PAIRED = ['userId', 'createdAfter'] as const;

function listCalls(
  path: string,
  input: z.ZodObject | null,
  { samples, breadth }: { samples: Samples; breadth: 'all' | 'some' },
): Call[] {
  const filterSchema = objectOf(input?.shape['filter']);
  if (input === null || filterSchema === null) return [];
  const [resource = ''] = path.split('.');
  const alone = Object.entries(filterSchema.shape).flatMap(([name, schema]) =>
    valuesOf(`${resource}.${name}`, schema, samples).map((value) => ({ [name]: value })),
  );
  const pairs = PAIRED.flatMap((name) => {
    const value = samples[name]?.[0];
    return name in filterSchema.shape
      ? alone.filter((filter) => !(name in filter)).map((filter) => ({ ...filter, [name]: value }))
      : [];
  }).filter((filter) => !('userId' in filter && 'userExternalId' in filter));
  const single = [{}, ...alone];
  const paired = breadth === 'all' ? pairs.map((filter) => ({ path, input: { filter } })) : [];
  if (!('sort' in input.shape)) return [...single.map((filter) => ({ path, input: { filter } })), ...paired];
  const orders = breadth === 'all' ? ['DESC', 'ASC'] : ['DESC'];
  const sorts = sortsOf(input).flatMap((field) => orders.map((order) => ({ field, order })));
  return [
    ...single.flatMap((filter) => sorts.map((sort) => ({ path, input: { filter, sort } }))),
    ...paired,
    ...single.map((filter) => ({ path, input: { filter, cursor: 'last' } })),
    { path, input: { page: 400 } },
  ];
}

function sortsOf(input: z.ZodObject): string[] {
  const field = objectOf(input.shape['sort'])?.shape['field'];
  return field instanceof z.ZodEnum ? field.options.map(String) : [];
}

function valuesOf(name: string, schema: unknown, samples: Samples): readonly unknown[] {
  const [, field = ''] = name.split('.');
  const given = samples[name] ?? samples[field];
  if (given !== undefined) return given;
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  if (inner instanceof z.ZodBoolean) return [true, false];
  if (inner instanceof z.ZodUnion) inner = inner.options[0];
  if (inner instanceof z.ZodEnum) return inner.options;
  throw new Error(`no sample for the filter ${name}: add one to bench/lists/samples.ts`);
}

function otherCalls(samples: Samples): Call[] {
  const each = (path: string, key: string) =>
    (samples[path] ?? []).map((value) => ({ path, input: { [key]: value } }));
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return [
    ...each('search.find', 'query'),
    ...each('timeline.ofUser', 'id'),
    ...each('timeline.ofPayment', 'id'),
    ...(samples['userId'] ?? []).flatMap((userId) =>
      [1, 400].map((ago) => ({ path: 'balances.at', input: { userId, at: `${day(ago)}T12:00:00.000Z` } })),
    ),
    ...(samples['userId'] ?? []).map((id) => ({ path: 'users.get', input: { id } })),
    { path: 'dashboard.summary', input: undefined },
    { path: 'dashboard.health', input: undefined },
    ...[7, 90, 366].map((days) => ({ path: 'dashboard.series', input: { days } })),
    ...[1, 30, 90, 365].map((days) => ({
      path: 'dashboard.range',
      input: { from: day(days), until: day(0), timeZone: 'Europe/Berlin', compareTo: 'previousPeriod' },
    })),
    { path: 'events.list', input: {} },
    { path: 'audit.head', input: undefined },
    { path: 'system.info', input: undefined },
    { path: 'claims.open', input: undefined },
  ];
}
