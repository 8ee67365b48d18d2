import type { Permission } from '@paydesk/types';

/**
 * Each procedure declares the one permission it needs. A test walks all procedures and fails where it is
 * missing. A file of its own, because the router's type names it: what stands beside it reaches every
 * client's compiler.
 */
export interface Meta {
  permission: Permission;
}
