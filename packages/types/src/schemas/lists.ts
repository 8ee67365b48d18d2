import { z } from 'zod';
import { MAX_OFFSET, MAX_PER_PAGE } from '../rules/limits.ts';
import { idSchema } from './fields.ts';

/**
 * The input of every `list`: `{ page?, perPage?, cursor?, sort?, filter? }`. `cursor` is the `nextCursor` of
 * the previous page (with the same sort and filter) and takes precedence over `page`. Without an input: the first
 * page.
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
  });

/** One row by id. */
export const getInput = z.strictObject({ id: idSchema });

/** Many rows by id. Ids that do not exist, or belong to someone else, are left out of the result. */
export const getManyInput = z.strictObject({ ids: z.array(idSchema).max(MAX_PER_PAGE) });
