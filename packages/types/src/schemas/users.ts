import { z } from 'zod';
import { MAX_USER_TOKEN_SECONDS } from '../rules/limits.ts';
import { USER_PERMISSIONS } from '../rules/permissions.ts';
import {
  createdRange,
  emailInput,
  externalIdInput,
  idSchema,
  namesOneUser,
  note,
  ONE_USER,
  searchText,
  textAsSent,
  timeOutput,
  updatedAfter,
  userReference,
} from './fields.ts';
import { listInput } from './lists.ts';
import { notesOutput } from './notes.ts';
import { optionalProof } from './stepUp.ts';

export const userScopeSchema = z.enum(USER_PERMISSIONS);

/** The scopes of a user token; by default everything that users may do. `session.read` is always included. */
export const userScopesInput = z.array(userScopeSchema).min(1).max(50);

export const userOutput = z.object({
  id: idSchema,
  externalId: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  isFrozen: z.boolean(),
  frozenAt: timeOutput.nullable(),
  frozenNote: z.string().nullable(),
  isAnonymized: z.boolean(),
  anonymizedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  notes: notesOutput,
  /** Valid tokens of this user's browsers and phones. In `get` for staff and apps; null elsewhere. */
  liveTokens: z.int().nullable(),
});

export const userListInput = listInput(
  ['createdAt', 'username', 'externalId', 'updatedAt'],
  z
    .strictObject({
      q: searchText,
      externalId: externalIdInput,
      isFrozen: z.boolean(),
      isAnonymized: z.boolean(),
      ...createdRange,
      updatedAfter,
    })
    .partial(),
);

export const userUpsertInput = z.strictObject({
  externalId: externalIdInput,
  username: textAsSent(120),
  email: emailInput.nullable().optional(),
});

/** One user by your own id. */
export const userByExternalIdInput = z.strictObject({ externalId: externalIdInput });

export const userNoteInput = z.strictObject({ id: idSchema, note, proof: optionalProof });
export const userIdInput = z.strictObject({ id: idSchema, proof: optionalProof });

/** `ttlSeconds`: how long the token is valid; 15 minutes by default, one day at most. */
export const userTokenInput = z
  .strictObject({
    ...userReference,
    ttlSeconds: z.int().min(60).max(MAX_USER_TOKEN_SECONDS).optional(),
    scopes: userScopesInput.optional(),
  })
  .refine(namesOneUser, ONE_USER);

export const userTokenOutput = z.object({
  token: z.string(),
  userId: idSchema,
  scopes: z.array(userScopeSchema),
  expiresAt: timeOutput,
});

export const userTokensRevokeInput = z
  .strictObject({ ...userReference, proof: optionalProof })
  .refine(namesOneUser, ONE_USER);

/** `revoked`: how many valid tokens were revoked. */
export const userTokensRevokeOutput = z.object({ userId: idSchema, revoked: z.int() });
