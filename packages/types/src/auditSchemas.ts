import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';

/** An entry's place in the chain of the audit log. */
export const auditSealOutput = z.object({ seq: z.int(), hash: z.string(), sealedAt: timeOutput });

/**
 * Where the chain ends. Written down elsewhere, it proves later that nothing before it was changed or cut
 * off.
 */
export const auditHeadOutput = z.object({
  seq: z.int(),
  hash: z.string(),
  sealedAt: timeOutput.nullable(),
  /** Entries that wait for their place in the chain, and seconds since the oldest was written. */
  unsealed: z.int(),
  unsealedSeconds: z.int(),
});

/**
 * The whole chain, walked: `firstBad` names the first entry that does not fit; its id is null when the end of
 * the chain is wrong.
 */
export const auditVerifyOutput = z.object({
  ok: z.boolean(),
  rows: z.int(),
  head: auditHeadOutput,
  firstBad: z
    .object({ entryId: idSchema.nullable(), seq: z.int().nullable(), problem: z.string() })
    .nullable(),
});
