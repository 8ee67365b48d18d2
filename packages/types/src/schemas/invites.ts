import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../rules/limits.ts';
import { INVITE_STATES } from '../rules/staff.ts';
import { emailInput, idSchema, nameInput, timeOutput } from './fields.ts';
import { staffRoleSchema } from './staff.ts';
import { optionalProof } from './stepUp.ts';

export const staffInviteOutput = z.object({
  id: idSchema,
  /** `reset`: the link sets a new password for an existing account. */
  kind: z.enum(['invite', 'reset']),
  state: z.enum(INVITE_STATES),
  email: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  /** Whose password is reset; for an invitation, the account created with it. */
  staffId: z.string().nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: timeOutput,
  expiresAt: timeOutput,
  usedAt: timeOutput.nullable(),
  revokedAt: timeOutput.nullable(),
  /** Who may collect the link once, by `staff.reissueInvite` alone: a change request was approved. */
  linkDueTo: z.string().nullable().optional(),
});

/** `link` is shown only once. */
export const staffInviteLinkOutput = staffInviteOutput.extend({ link: z.string() });

export const staffInvitesOutput = z.object({ data: z.array(staffInviteOutput) });
export const staffInviteInput = z.strictObject({
  email: emailInput,
  name: nameInput,
  role: staffRoleSchema,
  proof: optionalProof,
});
export const staffInviteIdInput = z.strictObject({ id: idSchema, proof: optionalProof });
export const staffReissueInput = z.strictObject({ id: idSchema, proof: optionalProof });

/** For `POST /api/invites/read`: the token from the link. */
export const inviteTokenInput = z.strictObject({ token: z.string().max(100) });

export const inviteLookOutput = z.object({
  kind: z.enum(['invite', 'reset']),
  email: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  expiresAt: timeOutput,
});

/** For `POST /api/invites/accept`. `name` is read only for an invitation. */
export const inviteAcceptInput = z.strictObject({
  token: z.string().max(100),
  name: nameInput.optional(),
  password: z
    .string()
    .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
    .max(MAX_PASSWORD_LENGTH),
});

export const inviteAcceptOutput = z.object({ email: z.string() });
