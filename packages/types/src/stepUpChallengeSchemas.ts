import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';
import { cryptoInput } from './moneySchemas.ts';
import { STAFF_ACTIONS } from './staffActions.ts';
import { policyRulesSchema } from './policySchemas.ts';
import { passkeyRequestOptionsOutput, STEP_UP_METHODS } from './stepUpSchemas.ts';

/** What is about to be done. The server computes from its own rows what a passkey has to sign for it. */
export const stepUpChallengeInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approve'), ids: z.array(idSchema).min(1).max(50) }),
  z.object({
    kind: z.literal('complete'),
    id: idSchema,
    transactionHash: z.string().trim().min(1).max(200),
    cryptoAmount: cryptoInput.optional(),
  }),
  z.object({ kind: z.literal('payOut'), id: idSchema }),
  z.object({ kind: z.literal('publishPolicy'), baseVersion: z.int().min(0), rules: policyRulesSchema }),
  /** `registration`: the challenge of the options that `security.passkeyOptions` gave. */
  z.object({ kind: z.literal('addPasskey'), registration: z.string().min(16).max(200) }),
  z.object({ kind: z.literal('removePasskey'), id: idSchema }),
  z.object({ kind: z.literal('newRecoveryCodes') }),
  z.object({ kind: z.literal('enableTotp') }),
  z.object({ kind: z.literal('disableTotp') }),
  /** Letting somebody in, or further in. `subject`: whom and how far, by `staffDeedSubject`. */
  z.object({
    kind: z.literal('manageStaff'),
    action: z.enum(STAFF_ACTIONS),
    subject: z.string().min(1).max(600),
  }),
]);
export type StepUpAction = z.output<typeof stepUpChallengeInput>;

export const stepUpChallengeOutput = z.object({
  /** SHA-256 in lowercase hex. */
  challenge: z.string(),
  /** False: the deed may be done without a proof. */
  isRequired: z.boolean(),
  /** What this person can prove themselves with; none although it is required: enrol first. */
  methods: z.array(z.enum(STEP_UP_METHODS)),
  lockedUntil: timeOutput.nullable(),
  /** For `navigator.credentials.get`; null without a passkey. */
  passkeyOptions: passkeyRequestOptionsOutput.nullable(),
});
