import { z } from 'zod';
import { PERMISSIONS, SERVICE_SCOPES, STAFF_ROLES, USER_PERMISSIONS } from './permissions.ts';

export const permissionSchema = z.enum(PERMISSIONS);
export const staffRoleSchema = z.enum(STAFF_ROLES);
export const serviceScopeSchema = z.enum(SERVICE_SCOPES);
export const userScopeSchema = z.enum(USER_PERMISSIONS);
