import type { Permission } from '@paydesk/types';

/**
 * The permission that a procedure needs. A test checks that every procedure has one. In a file of its own,
 * because the router's type refers to it, and clients compile everything in this file.
 */
export interface Meta {
  permission: Permission;
  /** Apps and end users are refused, whatever permissions they have. */
  staffOnly?: true;
}
