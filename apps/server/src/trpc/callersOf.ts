import { SERVICE_SCOPES, USER_PERMISSIONS, type Permission } from '@paydesk/types';
import type { Meta } from './meta.ts';

/** Which callers other than staff a procedure can have. With neither, it is no part of what is published. */
export function callersOf({ permission, staffOnly }: Meta): { apps: boolean; users: boolean } {
  const isIn = (permissions: readonly Permission[]) => staffOnly !== true && permissions.includes(permission);
  return { apps: isIn(SERVICE_SCOPES), users: isIn(USER_PERMISSIONS) };
}
