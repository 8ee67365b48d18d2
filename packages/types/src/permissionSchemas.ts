import { z } from 'zod';
import { PERMISSIONS, SERVICE_SCOPES, STAFF_ROLES } from './permissions.ts';

export const permissionSchema = z.enum(PERMISSIONS);
export const staffRoleSchema = z.enum(STAFF_ROLES);
export const serviceScopeSchema = z.enum(SERVICE_SCOPES);
