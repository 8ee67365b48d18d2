import { z } from 'zod';
import { actorKindSchema, actorOutput, createdRange, idSchema, searchText, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';

/** An entry's place in the chain of the audit log. */
export const auditSealOutput = z.object({ seq: z.int(), hash: z.string(), sealedAt: timeOutput });

/**
 * The end of the chain. A copy kept elsewhere shows later that nothing before it was changed or removed.
 */
export const auditHeadOutput = z.object({
  seq: z.int(),
  hash: z.string(),
  sealedAt: timeOutput.nullable(),
  /** Entries not in the chain yet, and the seconds since the oldest of them was written. */
  unsealed: z.int(),
  unsealedSeconds: z.int(),
});

/**
 * The result of checking the whole chain. `firstBad` is the first entry that does not fit; its id is null when
 * the end of the chain is wrong.
 */
export const auditVerifyOutput = z.object({
  ok: z.boolean(),
  rows: z.int(),
  head: auditHeadOutput,
  firstBad: z
    .object({ entryId: idSchema.nullable(), seq: z.int().nullable(), problem: z.string() })
    .nullable(),
});

/**
 * What an entry is about, as it is now, for its sentence. Each field is null where the subject has none or the caller
 * may not read it.
 */
export const auditSubjectOutput = z.object({
  /** Of a member of staff, an API key, an endpoint, a currency or an invitation; a change request's summary. */
  name: z.string().nullable(),
  amountUsd: z.string().nullable(),
  /** The user whose row it is. */
  userId: idSchema.nullable(),
  userName: z.string().nullable(),
});

export const auditOutput = z.object({
  id: idSchema,
  /** One of `AUDIT_ACTIONS`; an older or newer server may have others. */
  action: z.string(),
  actor: actorOutput,
  subjectKind: z.string(),
  subjectId: z.string().nullable(),
  /** Null without a subject that still exists. */
  subject: auditSubjectOutput.nullable(),
  note: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  ipAddress: z.string().nullable(),
  requestId: z.string().nullable(),
  createdAt: timeOutput,
  /** For staff in a browser: the session, and the browser's user agent. */
  sessionId: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The entry's place in the chain; null in lists, and for the seconds until it is added to the chain. */
  seal: auditSealOutput.nullable(),
});

const actionReading = z.strictObject({
  actions: z.array(z.string().max(100)).min(1).max(200),
  rest: z.string().max(200),
});

export const auditListInput = listInput(
  ['createdAt'],
  z
    .strictObject({
      /** Words of the entry's English sentence, people, users, currencies, ids; in a note, any part. */
      q: searchText,
      /** What `q` means in the reader's language, if that is not English: see `findActions`. */
      qReadings: z.array(actionReading).max(20),
      action: z.string().max(100),
      actorKind: actorKindSchema,
      actorId: z.string().max(100),
      subjectKind: z.string().max(40),
      subjectId: z.string().max(100),
      ipAddress: z.string().max(64),
      ...createdRange,
    })
    .partial(),
);
