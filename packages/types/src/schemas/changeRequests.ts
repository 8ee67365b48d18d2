import { z } from 'zod';
import { CHANGE_REQUEST_STATUSES, GOVERNED_ACTIONS } from '../rules/changeRequests.ts';
import { claimFilter } from './claims.ts';
import { createdRange, idSchema, note, oneOrMany, optionalNote, staffId, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { usdOutput } from './money.ts';
import { optionalProof, stepUpKindSchema } from './stepUp.ts';

export const changeRequestStatusSchema = z.enum(CHANGE_REQUEST_STATUSES);
export const governedActionSchema = z.enum(GOVERNED_ACTIONS);

const person = z.object({ id: idSchema, name: z.string() });
const verdict = z.object({ allowed: z.boolean(), why: z.string().nullable() });

/** One line of what the change does. `before` is null for something new, `after` for something removed. */
export const changeFactOutput = z.object({
  label: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ChangeFact = z.output<typeof changeFactOutput>;

export const changeApprovalOutput = z.object({
  id: idSchema,
  staff: person,
  note: z.string().nullable(),
  /** How the approver was verified. */
  evidence: stepUpKindSchema,
  createdAt: timeOutput,
});

/** An action that waits for another person, or for a delay to pass; or how that ended. */
export const changeRequestOutput = z.object({
  id: idSchema,
  /** The procedure that is called when the request is applied. */
  action: governedActionSchema,
  status: changeRequestStatusSchema,
  statusColor: z.string(),
  /** One sentence for people. */
  summary: z.string(),
  /** Why, as the maker wrote it. */
  reason: z.string().nullable(),
  /** The frozen input, as a form shows it. `before` is the value when the request was made. */
  facts: z.array(changeFactOutput),
  /** For actions that create balance. */
  amountUsd: usdOutput.nullable(),
  /** What it is about; null for something new. */
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  payload: z.unknown(),
  payloadHash: z.string(),
  maker: person,
  /** How the maker was verified. */
  makerEvidence: stepUpKindSchema,
  /** Zero: no approval is needed, it waits for `notBefore`. */
  requiredApprovals: z.int(),
  /** Whose approval counts: approvers and admins, or admins only. */
  approverRole: z.enum(['approver', 'admin']),
  approvals: z.array(changeApprovalOutput),
  notBefore: timeOutput.nullable(),
  expiresAt: timeOutput,
  createdAt: timeOutput,
  appliedAt: timeOutput.nullable(),
  /** Who rejected or cancelled it, when and why. */
  closedBy: z
    .object({ staff: person.nullable(), note: z.string().nullable(), closedAt: timeOutput })
    .nullable(),
  /** What was created or changed when it was applied. */
  result: z.object({ kind: z.string(), id: z.string() }).nullable(),
  /** Why it could not be applied. */
  error: z.string().nullable(),
  /** What the caller may do with it now, and if not, why not. */
  can: z.object({ approve: verdict, reject: verdict, cancel: verdict }),
});
export type ChangeRequestOutput = z.output<typeof changeRequestOutput>;

export const changeRequestListInput = listInput(
  ['createdAt', 'expiresAt'],
  z
    .strictObject({
      status: oneOrMany(changeRequestStatusSchema),
      action: oneOrMany(governedActionSchema),
      makerId: staffId,
      /** Only those that wait for the caller's approval. */
      forMe: z.boolean(),
      claim: claimFilter,
      ...createdRange,
    })
    .partial(),
);

export const changeRequestApproveInput = z.strictObject({
  id: idSchema,
  note: optionalNote,
  proof: optionalProof,
});
export const changeRequestRejectInput = z.strictObject({ id: idSchema, note, proof: optionalProof });
export const changeRequestCancelInput = z.strictObject({
  id: idSchema,
  note: optionalNote,
  proof: optionalProof,
});

/** `error.data.details` of a call that was refused with `CHANGE_REQUESTED`. */
export const changeRequestedDetails = z.object({
  changeRequestId: idSchema,
  requiredApprovals: z.int(),
  notBefore: timeOutput.nullable(),
  expiresAt: timeOutput,
});
export type ChangeRequestedDetails = z.output<typeof changeRequestedDetails>;

/** Null: payouts are not stopped. */
export const payoutStopOutput = z
  .object({ stoppedAt: timeOutput, stoppedBy: person.nullable(), note: z.string() })
  .nullable();

export const payoutsStopInput = z.strictObject({ note, proof: optionalProof });
export const payoutsResumeInput = z.strictObject({ note, proof: optionalProof });
export const payoutsStateOutput = z.object({ stop: payoutStopOutput });
