import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(8192);

/**
 * A passkey's answer to a challenge, as `navigator.credentials.get` gives it (WebAuthn level 3,
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
 * The second factor of the person, given for this one deed: a TOTP code, a recovery code, or a passkey's
 * signature over what is about to be done.
 */
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

export const passkeyOutput = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: timeOutput,
  lastUsedAt: timeOutput.nullable(),
});

/**
 * How a deed was proved, kept with it for ever (column `step_up`). Holds no secret. A passkey's assertion can
 * be checked again at any time against the stored public key; a code cannot, so of it only the kind is known.
 */
export const stepUpEvidenceSchema = z.object({
  kind: stepUpKindSchema,
  staffId: idSchema,
  /** SHA-256 in lowercase hex: of what was about to be done. */
  challenge: z.string(),
  /**
   * Of a bulk approval: the payload hashes that the challenge was made of. Null: the challenge is of one
   * deed.
   */
  covers: z.array(z.string()).nullable(),
  verifiedAt: timeOutput,
  passkeyId: idSchema.nullable(),
  /** Base64url, as WebAuthn names them. */
  assertion: z
    .object({ authenticatorData: z.string(), clientDataJSON: z.string(), signature: z.string() })
    .nullable(),
});
export type StepUpEvidence = z.output<typeof stepUpEvidenceSchema>;

/** What a person can prove themselves with. */
export const STEP_UP_METHODS = ['totp', 'recoveryCode', 'passkey'] as const;
export type StepUpMethod = (typeof STEP_UP_METHODS)[number];

// ---------------------------------------------------------------------------
// The router `security`: a person's own second factors
// ---------------------------------------------------------------------------

const transports = z.array(z.string().max(40)).max(10);
const credential = z.object({
  id: base64url,
  type: z.literal('public-key'),
  transports: transports.optional(),
});

/** For `navigator.credentials.get`: `PublicKeyCredentialRequestOptionsJSON` of WebAuthn level 3. */
export const passkeyRequestOptionsOutput = z.object({
  challenge: base64url,
  timeout: z.int().optional(),
  rpId: z.string(),
  allowCredentials: z.array(credential),
  userVerification: z.literal('required'),
});

/** For `navigator.credentials.create`: `PublicKeyCredentialCreationOptionsJSON`. */
export const passkeyCreationOptionsOutput = z.object({
  rp: z.object({ name: z.string(), id: z.string() }),
  user: z.object({ id: base64url, name: z.string(), displayName: z.string() }),
  challenge: base64url,
  pubKeyCredParams: z.array(z.object({ alg: z.int(), type: z.literal('public-key') })),
  timeout: z.int().optional(),
  excludeCredentials: z.array(credential),
  authenticatorSelection: z.object({
    residentKey: z.literal('preferred'),
    requireResidentKey: z.boolean().optional(),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});

/** A new passkey, as `navigator.credentials.create` gives it (`RegistrationResponseJSON`). */
const newPasskeyAnswer = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url.max(20_000),
    transports: transports.optional(),
  }),
});

export const securityOverviewOutput = z.object({
  totpEnabled: z.boolean(),
  recoveryCodesLeft: z.int(),
  /** `isUsable`: false for a passkey of another address of this desk: the browser would not show it here. */
  passkeys: z.array(passkeyOutput.extend({ isUsable: z.boolean() })),
  methods: z.array(z.enum(STEP_UP_METHODS)),
  /** Too many wrong proofs: nothing is looked at before. */
  lockedUntil: timeOutput.nullable(),
  /** What the policy in force asks for money deeds. */
  secondFactor: z.enum(['always', 'ifEnrolled']),
  /** True: this person must give a second factor for every money deed. */
  isRequired: z.boolean(),
});

const passkeyName = z.string().trim().min(1, 'please give it a name').max(80);
export const passkeyAddInput = z.object({
  name: passkeyName,
  password: z.string().min(1).max(200),
  answer: newPasskeyAnswer,
  proof: stepUpProofInput.optional(),
});
export const passkeyRenameInput = z.object({ id: idSchema, name: passkeyName });
export const passkeyRemoveInput = z.object({ id: idSchema, proof: stepUpProofInput.optional() });
export const recoveryCodesInput = z.object({ proof: stepUpProofInput.optional() });
/** Shown once. */
export const recoveryCodesOutput = z.object({ recoveryCodes: z.array(z.string()) });
export const totpDisableInput = z.object({
  password: z.string().min(1).max(200),
  proof: stepUpProofInput.optional(),
});
