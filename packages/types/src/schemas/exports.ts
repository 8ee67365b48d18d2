import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_RESOURCES, EXPORT_STATUSES } from '../rules/exports.ts';
import { idSchema, timeOutput } from './fields.ts';

/** `filter` and `sort` are those of the list, and are checked as the list checks them. */
export const exportCreateInput = z.strictObject({
  resource: z.enum(EXPORT_RESOURCES),
  format: z.enum(EXPORT_FORMATS),
  filter: z.record(z.string().max(60), z.unknown()).optional(),
  sort: z.strictObject({ field: z.string().max(60), order: z.enum(['ASC', 'DESC']) }).optional(),
});

export const exportIdInput = z.strictObject({ id: idSchema });

export const exportOutput = z.object({
  id: idSchema,
  resource: z.enum(EXPORT_RESOURCES),
  format: z.enum(EXPORT_FORMATS),
  status: z.enum(EXPORT_STATUSES),
  /** Rows and bytes sent so far. */
  rows: z.int(),
  bytes: z.int(),
  /** SHA-256 of the whole file, when it is done. */
  sha256: z.string().nullable(),
  /** Why it failed or was cancelled. */
  error: z.string().nullable(),
  createdAt: timeOutput,
  endedAt: timeOutput.nullable(),
});

/** `url`: where the file is downloaded, once, within two minutes and in the same session. */
export const exportCreateOutput = exportOutput.extend({ url: z.string() });
