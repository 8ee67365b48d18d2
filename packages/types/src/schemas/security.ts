import { z } from 'zod';
import { MAX_BULK_WITHDRAWALS } from '../rules/limits.ts';
import { STAFF_ACTIONS } from '../rules/staff.ts';
import { base64url, idSchema, timeOutput } from './fields.ts';
import { cryptoInput, usdOutput } from './money.ts';
import { policyRulesSchema, secondFactorSchema } from './policies.ts';
import { STEP_UP_METHODS, optionalProof } from './stepUp.ts';

export const passkeyOutput = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: timeOutput,
  lastUsedAt: timeOutput.nullable(),
});

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

/** A new passkey, as `navigator.credentials.create` returns it (`RegistrationResponseJSON`). */
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
  /** `isUsable`: false for a passkey of another address of this desk, which the browser does not offer here. */
  passkeys: z.array(passkeyOutput.extend({ isUsable: z.boolean() })),
  methods: z.array(z.enum(STEP_UP_METHODS)),
  /** After too many wrong proofs: no proof is checked before this time. */
  lockedUntil: timeOutput.nullable(),
  /** What the policy in force requires for actions on money. */
  secondFactor: secondFactorSchema,
  /** True: this person must give a second factor for every action on money. */
  isRequired: z.boolean(),
  /** Withdrawals of this amount or more are approved and paid with a passkey; see `passkeyFromUsd`. */
  passkeyFromUsd: usdOutput,
});

const passkeyName = z.string().trim().min(1, 'please give it a name').max(80);

export const passkeyAddInput = z.strictObject({
  name: passkeyName,
  password: z.string().min(1).max(200),
  answer: newPasskeyAnswer,
  proof: optionalProof,
});

export const passkeyRenameInput = z.strictObject({ id: idSchema, name: passkeyName });
export const passkeyRemoveInput = z.strictObject({ id: idSchema, proof: optionalProof });
export const recoveryCodesInput = z.strictObject({ proof: optionalProof });

/** The codes are shown only once. */
export const recoveryCodesOutput = z.object({ recoveryCodes: z.array(z.string()) });

export const totpDisableInput = z.strictObject({
  password: z.string().min(1).max(200),
  proof: optionalProof,
});

/** The action to verify. The server computes from its own rows what a passkey has to sign for it. */
export const stepUpChallengeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), ids: z.array(idSchema).min(1).max(MAX_BULK_WITHDRAWALS) }),
  z.strictObject({
    kind: z.literal('complete'),
    id: idSchema,
    transactionHash: z.string().trim().min(1).max(200),
    cryptoAmount: cryptoInput.optional(),
  }),
  z.strictObject({ kind: z.literal('payOut'), id: idSchema }),
  z.strictObject({ kind: z.literal('publishPolicy'), baseVersion: z.int().min(0), rules: policyRulesSchema }),
  /** `registration`: the challenge in the options from `security.passkeyOptions`. */
  z.strictObject({ kind: z.literal('addPasskey'), registration: z.string().min(16).max(200) }),
  z.strictObject({ kind: z.literal('removePasskey'), id: idSchema }),
  z.strictObject({ kind: z.literal('newRecoveryCodes') }),
  z.strictObject({ kind: z.literal('enableTotp') }),
  z.strictObject({ kind: z.literal('disableTotp') }),
  /** Giving someone access, or more of it. `subject` is made by `staffActionSubject`. */
  z.strictObject({
    kind: z.literal('manageStaff'),
    action: z.enum(STAFF_ACTIONS),
    subject: z.string().min(1).max(600),
  }),
  /** Deciding about a change request: what is signed contains the hash of its payload. */
  z.strictObject({ kind: z.literal('approveChange'), id: idSchema }),
  z.strictObject({ kind: z.literal('rejectChange'), id: idSchema }),
  /**
   * Every other action that needs a second factor: the path of the procedure, and the input exactly as it is
   * sent, without `proof`.
   */
  z.strictObject({ kind: z.literal('action'), action: z.string().min(3).max(100), input: z.unknown() }),
]);
export type StepUpAction = z.output<typeof stepUpChallengeInput>;

export const stepUpChallengeOutput = z.object({
  /** SHA-256 in lowercase hex. */
  challenge: z.string(),
  /** False: the action may be done without a proof. */
  isRequired: z.boolean(),
  /** The person's second factors. Empty although one is required: enrol first. */
  methods: z.array(z.enum(STEP_UP_METHODS)),
  lockedUntil: timeOutput.nullable(),
  /** For `navigator.credentials.get`; null without a passkey. */
  passkeyOptions: passkeyRequestOptionsOutput.nullable(),
});
