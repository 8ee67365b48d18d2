import { z } from 'zod';
import { MAX_OFFSET, MAX_PER_PAGE } from '../rules/limits.ts';
import { idSchema } from './fields.ts';
import { usdOutput } from './money.ts';

/**
 * The input of every `list`: `{ page?, perPage?, cursor?, sort?, filter? }`. `cursor` is the `nextCursor` of
 * the page before or the `previousCursor` of the page after (with the same sort and filter), or `last` for the last
 * page; it takes precedence over `page`. Without an input: the first page.
 */
export const listInput = <const S extends readonly [string, ...string[]], F extends z.ZodType>(
  sortFields: S,
  filter: F,
) =>
  z
    .strictObject({
      page: z.int().min(1).max(MAX_OFFSET).optional(),
      perPage: z.int().min(1).max(MAX_PER_PAGE).optional(),
      cursor: z.string().max(500).optional(),
      sort: z.strictObject({ field: z.enum(sortFields), order: z.enum(['ASC', 'DESC']) }).optional(),
      filter: filter.optional(),
    })
    .default({});

/** The input of a procedure that takes none. */
export const noInput = z.strictObject({}).optional();

/** The output of every `list`. */
export const listOutput = <T extends z.ZodType>(row: T) =>
  z.object({
    data: z.array(row),
    total: z.int().optional(),
    totalIsEstimate: z.boolean().optional(),
    pageInfo: z.object({ hasNextPage: z.boolean(), hasPreviousPage: z.boolean() }),
    nextCursor: z.string().optional(),
    previousCursor: z.string().optional(),
  });

/** The input of every `totals`: the filter of the list. */
export const totalsInput = <F extends z.ZodType>(
  list: z.ZodDefault<z.ZodObject<{ filter: z.ZodOptional<F> }>>,
) => z.strictObject({ filter: list.unwrap().shape.filter, isExact: z.boolean().optional() });

/**
 * How many rows a filter leaves, and the sums of their amounts. `isPartial`: more than COUNT_CAP, and only those were
 * counted; `sums` is then null. `isExact` asks for all of them, however long it takes.
 */
export const totalsOutput = z.object({
  count: z.int(),
  isPartial: z.boolean(),
  sums: z.record(z.string(), usdOutput).nullable(),
});

/** One row by id. */
export const getInput = z.strictObject({ id: idSchema });

/** Many rows by id. Ids that do not exist, or belong to someone else, are left out of the result. */
export const getManyInput = z.strictObject({ ids: z.array(idSchema).max(MAX_PER_PAGE) });
