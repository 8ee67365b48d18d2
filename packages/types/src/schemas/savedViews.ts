import { z } from 'zod';
import { EXPORT_RESOURCES } from '../rules/exports.ts';
import { MAX_SAVED_VIEW_BYTES, MAX_SAVED_VIEW_NAME } from '../rules/limits.ts';
import { idSchema, jsonBytes, timeOutput } from './fields.ts';

const field = z.string().min(1).max(60);
const filterValue = z.union([
  z.string().max(300),
  z.number(),
  z.boolean(),
  z.array(z.string().max(300)).max(40),
]);

/** A list as a person arranged it. The lists check their filters themselves when they are read. */
export const savedViewQuery = z.strictObject({
  filter: z
    .record(field, filterValue)
    .refine((filter) => Object.keys(filter).length <= 30, 'must have at most 30 filters'),
  sort: z.strictObject({ field, order: z.enum(['ASC', 'DESC']) }).optional(),
  /** The columns that are shown, by the keys that the list gives them. */
  columns: z.array(field).max(40).optional(),
});

export const savedViewOutput = z.object({
  id: idSchema,
  resource: z.string(),
  name: z.string(),
  query: savedViewQuery,
  isDefault: z.boolean(),
  updatedAt: timeOutput,
});

/** All views of the caller: at most `MAX_SAVED_VIEWS` of each list. */
export const savedViewListOutput = z.object({ data: z.array(savedViewOutput) });

/** A view of the same name is replaced. `isDefault`: the list opens with it. */
export const savedViewSaveInput = z.strictObject({
  /** A list of the admin app: all of them can be exported. */
  resource: z.enum(EXPORT_RESOURCES),
  name: z.string().trim().min(1).max(MAX_SAVED_VIEW_NAME),
  query: savedViewQuery.refine(
    (query) => jsonBytes(query) <= MAX_SAVED_VIEW_BYTES,
    `must be at most ${MAX_SAVED_VIEW_BYTES} bytes of JSON`,
  ),
  isDefault: z.boolean().default(false),
});

export const savedViewIdInput = z.strictObject({ id: idSchema });
