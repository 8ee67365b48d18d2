import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../rules/limits.ts';
import { STAFF_ROLES } from '../rules/permissions.ts';
import { emailInput, nameInput, searchText, staffId, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { optionalProof } from './stepUp.ts';

export const staffRoleSchema = z.enum(STAFF_ROLES);

export const staffOutput = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: staffRoleSchema,
  /** Approved, until an admin who did not have the link to the account gives it by `staff.setRole`. */
  pendingRole: staffRoleSchema.nullable(),
  twoFactorEnabled: z.boolean(),
  isActive: z.boolean(),
  deactivatedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  /** Number of passkeys, without removed ones. */
  passkeys: z.int(),
  /** The role requires a second factor and there is none: this person can only read, and set one up. */
  mustEnrol: z.boolean(),
  /** The last use of the newest session that still exists; null without one. */
  lastSeenAt: timeOutput.nullable(),
});

export const staffListInput = listInput(
  ['createdAt', 'email', 'name'],
  z.strictObject({ q: searchText, role: staffRoleSchema, isActive: z.boolean() }).partial(),
);

export const staffCreateInput = z.strictObject({
  email: emailInput,
  name: nameInput,
  role: staffRoleSchema,
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH).optional(),
  proof: optionalProof,
});

/** `password` is the generated one, shown once; null when the caller chose it. */
export const staffCreateOutput = staffOutput.extend({ password: z.string().nullable() });

export const staffSetRoleInput = z.strictObject({
  id: staffId,
  role: staffRoleSchema,
  proof: optionalProof,
});

export const staffReactivateInput = z.strictObject({
  id: staffId,
  proof: optionalProof,
});

export const staffIdInput = z.strictObject({ id: staffId, proof: optionalProof });
export const staffGetManyInput = z.strictObject({ ids: z.array(z.string().max(100)).max(100) });
export const staffResetPasswordInput = z.strictObject({ id: staffId, proof: optionalProof });

export const staffRuleOutput = z.object({
  role: staffRoleSchema,
  /** Members without one see only the page that sets it up. */
  secondFactorRequired: z.boolean(),
  /** Active members, and those of them who have no second factor. */
  members: z.int(),
  withoutSecondFactor: z.int(),
  updatedAt: timeOutput,
});

export const staffRulesOutput = z.object({ data: z.array(staffRuleOutput) });

export const staffSetRuleInput = z.strictObject({
  role: staffRoleSchema,
  secondFactorRequired: z.boolean(),
  proof: optionalProof,
});
