import type { Permission } from '@paydesk/types/rules';
import { usePermissions } from 'react-admin';

/** Whether the signed-in person has a permission; false until it is known. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = usePermissions<Permission[]>();
  return (permission) => Array.isArray(permissions) && permissions.includes(permission);
}
