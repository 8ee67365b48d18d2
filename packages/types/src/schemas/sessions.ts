import { z } from 'zod';
import { PERMISSIONS } from '../rules/permissions.ts';
import { idSchema, staffId, timeOutput } from './fields.ts';
import { staffRoleSchema } from './staff.ts';
import { optionalProof } from './stepUp.ts';

export const permissionSchema = z.enum(PERMISSIONS);

export const sessionOutput = z.object({
  kind: z.enum(['staff', 'service', 'user']),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: staffRoleSchema.nullable(),
  permissions: z.array(permissionSchema),
  twoFactorEnabled: z.boolean(),
  /** The role requires a second factor and there is none: everything else is closed. */
  mustEnrol: z.boolean(),
});

export const staffSessionOutput = z.object({
  id: idSchema,
  isCurrent: z.boolean(),
  createdAt: timeOutput,
  /** The last use; up to a quarter of an hour old. */
  lastUsedAt: timeOutput,
  expiresAt: timeOutput,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});

export const staffSessionsOutput = z.object({ data: z.array(staffSessionOutput) });
export const staffSessionInput = z.strictObject({ id: staffId, sessionId: idSchema, proof: optionalProof });
export const sessionIdInput = z.strictObject({ id: idSchema, proof: optionalProof });
export const sessionEndOthersInput = z.strictObject({ proof: optionalProof }).optional();
export const sessionsEndedOutput = z.object({ ended: z.int() });
