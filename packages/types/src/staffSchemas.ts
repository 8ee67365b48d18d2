import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';
import { staffRoleSchema } from './permissionSchemas.ts';
import { stepUpProofInput } from './stepUpSchemas.ts';

const email = z.email().max(254);
const name = z.string().trim().min(1).max(120);
const proof = stepUpProofInput.optional();

// ---------------------------------------------------------------------------
// Invitations: a link that lets one person in, once
// ---------------------------------------------------------------------------

export const INVITE_STATES = ['open', 'used', 'revoked', 'expired'] as const;

export const staffInviteOutput = z.object({
  /** `reset`: it sets the password of an account anew. */
  id: idSchema,
  kind: z.enum(['invite', 'reset']),
  state: z.enum(INVITE_STATES),
  email: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  /** Whose password is reset; for an invitation, who came of it. */
  staffId: z.string().nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: timeOutput,
  expiresAt: timeOutput,
  usedAt: timeOutput.nullable(),
  revokedAt: timeOutput.nullable(),
});
/** `link` is shown this one time. */
export const staffInviteLinkOutput = staffInviteOutput.extend({ link: z.string() });
export const staffInvitesOutput = z.object({ data: z.array(staffInviteOutput) });
export const staffInviteInput = z.object({ email, name, role: staffRoleSchema, proof });
export const staffInviteIdInput = z.object({ id: idSchema });
export const staffReissueInput = z.object({ id: idSchema, proof });
export const staffResetPasswordInput = z.object({ id: z.string().min(1).max(100), proof });

/** For `POST /api/invites/look`: the link's own word. */
export const inviteTokenInput = z.object({ token: z.string().max(100) });
export const inviteLookOutput = z.object({
  kind: z.enum(['invite', 'reset']),
  email: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  expiresAt: timeOutput,
});
/** For `POST /api/invites/accept`. `name` counts for an invitation alone. */
export const inviteAcceptInput = z.object({
  token: z.string().max(100),
  name: name.optional(),
  password: z.string().min(12, 'must have at least 12 characters').max(200),
});
export const inviteAcceptOutput = z.object({ email: z.string() });

// ---------------------------------------------------------------------------
// Sessions, and what a role must have
// ---------------------------------------------------------------------------

export const staffSessionOutput = z.object({
  id: idSchema,
  isCurrent: z.boolean(),
  createdAt: timeOutput,
  /** Of the last use; a quarter of an hour behind at most. */
  lastUsedAt: timeOutput,
  expiresAt: timeOutput,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export const staffSessionsOutput = z.object({ data: z.array(staffSessionOutput) });
export const staffSessionInput = z.object({ id: z.string().min(1).max(100), sessionId: idSchema });
export const sessionIdInput = z.object({ id: idSchema });
export const sessionsEndedOutput = z.object({ ended: z.int() });

export const staffRuleOutput = z.object({
  role: staffRoleSchema,
  /** Members without one get nothing but the page on which they set it up. */
  secondFactorRequired: z.boolean(),
  /** Active members, and those of them who have no second factor. */
  members: z.int(),
  withoutSecondFactor: z.int(),
  updatedAt: timeOutput,
});
export const staffRulesOutput = z.object({ data: z.array(staffRuleOutput) });
export const staffSetRuleInput = z.object({
  role: staffRoleSchema,
  secondFactorRequired: z.boolean(),
  proof,
});
