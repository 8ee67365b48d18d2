import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/).max(8192);

/** A passkey's answer to a challenge, as `navigator.credentials.get` gives it (WebAuthn level 3, `AuthenticationResponseJSON`). */
const passkeyAnswer = z.object({
  id: base64url, rawId: base64url, type: z.literal('public-key'), authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.object({}),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url, userHandle: base64url.optional() }),
});

/** The second factor of the person, given for this one deed: a TOTP code, a recovery code, or a passkey's signature over what is about to be done. */
export const stepUpProofInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('totp'), code: z.string().regex(/^\d{6}$/, 'must be six digits') }),
  z.object({ kind: z.literal('recoveryCode'), code: z.string().trim().min(8).max(40) }),
  z.object({ kind: z.literal('passkey'), answer: passkeyAnswer }),
]);
export type StepUpProof = z.output<typeof stepUpProofInput>;

/** How the person proved to be there: kept with what they did. `none`: the policy did not ask. */
export const STEP_UP_KINDS = ['none', 'totp', 'recovery_code', 'passkey'] as const;
export const stepUpKindSchema = z.enum(STEP_UP_KINDS);
export type StepUpKind = (typeof STEP_UP_KINDS)[number];

export const passkeyOutput = z.object({ id: idSchema, name: z.string(), createdAt: timeOutput, lastUsedAt: timeOutput.nullable() });

/**
 * How a deed was proved, kept with it for ever (column `step_up`). Holds no secret. A passkey's assertion can be checked again at any time
 * against the stored public key; a code cannot, so of it only the kind is known.
 */
export const stepUpEvidenceSchema = z.object({
  kind: stepUpKindSchema, staffId: idSchema,
  /** SHA-256 in lowercase hex: of what was about to be done. */
  challenge: z.string(),
  /** Of a bulk approval: the payload hashes that the challenge was made of. Null: the challenge is of one deed. */
  covers: z.array(z.string()).nullable(),
  provedAt: timeOutput,
  passkeyId: idSchema.nullable(),
  /** Base64url, as WebAuthn names them. */
  assertion: z.object({ authenticatorData: z.string(), clientDataJSON: z.string(), signature: z.string() }).nullable(),
});
export type StepUpEvidence = z.output<typeof stepUpEvidenceSchema>;

/** What a person can prove themselves with. */
export const STEP_UP_METHODS = ['totp', 'recoveryCode', 'passkey'] as const;
export type StepUpMethod = (typeof STEP_UP_METHODS)[number];
