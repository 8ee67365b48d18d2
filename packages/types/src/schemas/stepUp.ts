import { z } from 'zod';
import { base64url, idSchema, timeOutput } from './fields.ts';

/**
 * A passkey's answer to a challenge, as `navigator.credentials.get` returns it (WebAuthn level 3,
 * `AuthenticationResponseJSON`).
 */
const passkeyAnswer = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

/**
 * The person's second factor, given for this one action: a TOTP code, a recovery code, or a passkey's signature
 * over the action.
 */
export const stepUpProofInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: z.string().regex(/^\d{6}$/, 'must be six digits') }),
  z.strictObject({ kind: z.literal('recoveryCode'), code: z.string().trim().min(8).max(40) }),
  z.strictObject({ kind: z.literal('passkey'), answer: passkeyAnswer }),
]);
export type StepUpProof = z.output<typeof stepUpProofInput>;

export const optionalProof = stepUpProofInput.optional();

/** How the person verified an action; stored with it. `none`: the policy did not require a proof. */
export const STEP_UP_KINDS = ['none', 'totp', 'recovery_code', 'passkey'] as const;

export const stepUpKindSchema = z.enum(STEP_UP_KINDS);
export type StepUpKind = (typeof STEP_UP_KINDS)[number];

/**
 * How an action was verified, stored with it permanently (column `step_up`). Holds no secret. A passkey's
 * assertion can be checked again at any time against the stored public key; of a code only the kind is kept.
 */
export const stepUpEvidenceSchema = z.object({
  kind: stepUpKindSchema,
  staffId: idSchema,
  /** SHA-256 of the action, in lowercase hex. */
  challenge: z.string(),
  /** For a bulk approval: the payload hashes in the challenge. Null: the challenge covers one action. */
  covers: z.array(z.string()).nullable(),
  verifiedAt: timeOutput,
  passkeyId: idSchema.nullable(),
  /** Base64url, as WebAuthn names them. */
  assertion: z
    .object({ authenticatorData: z.string(), clientDataJSON: z.string(), signature: z.string() })
    .nullable(),
});
export type StepUpEvidence = z.output<typeof stepUpEvidenceSchema>;

/** The kinds of second factor. */
export const STEP_UP_METHODS = ['totp', 'recoveryCode', 'passkey'] as const;
export type StepUpMethod = (typeof STEP_UP_METHODS)[number];
