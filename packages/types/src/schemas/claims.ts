import { z } from 'zod';
import { CLAIM_FILTERS, CLAIM_SUBJECTS } from '../rules/claims.ts';
import { idSchema, timeOutput } from './fields.ts';

const subject = { subjectKind: z.enum(CLAIM_SUBJECTS), subjectId: idSchema };
const person = z.object({ id: idSchema, name: z.string() });

/** Who works on a row. It informs the others and blocks no one. */
export const claimOutput = z.object({
  ...subject,
  staff: person,
  /** Who handed it over; null: taken by themselves. */
  handedBy: person.nullable(),
  claimedAt: timeOutput,
});
export type ClaimOutput = z.output<typeof claimOutput>;

export const claimListOutput = z.object({ data: z.array(claimOutput) });

/** `from`: who has it, as the caller has seen it; null: no one. */
export const claimTakeInput = z.strictObject({ ...subject, from: idSchema.nullable() });
export const claimReleaseInput = z.strictObject(subject);
export const claimHandOverInput = z.strictObject({ ...subject, to: idSchema });
/** Null: no one has it any more. */
export const claimChangedOutput = z.object({ claim: claimOutput.nullable() });

export const colleaguesInput = z.strictObject({ subjectKind: z.enum(CLAIM_SUBJECTS) });
export const colleaguesOutput = z.object({ data: z.array(person) });

/** For lists of rows that can be taken; staff only. */
export const claimFilter = z.enum(CLAIM_FILTERS);

/** What a page reports that is open at a row; `viewing` null: it was left. */
export const presenceInput = z.strictObject({
  tab: idSchema,
  viewing: z.strictObject(subject).nullable(),
});

/** A cursor of the live stream: the last event, and below which transaction all audit entries were read. */
export const liveCursor = z.string().regex(/^\d{1,15}\.\d{1,19}$/);
