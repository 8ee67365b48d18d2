import type { StaffRole } from '@paydesk/types';
import { BaseModel } from './BaseModel.ts';

/**
 * A member of staff. Never deleted: deactivated. Sessions, passwords and second factors lie in better-auth's
 * own tables.
 */
export class Staff extends BaseModel {
  static override tableName = 'staff';
  declare id: string;
  /** When they got their role, or were reactivated in it. Written by the database. */
  declare roleSince: Date;
  declare name: string;
  /** Lowercase; used to sign in. */
  declare email: string;
  declare emailVerified: boolean;
  declare image: string | null;
  declare role: StaffRole;
  /** The approved role, until an admin who did not have the link to the account gives it. */
  declare pendingRole: StaffRole | null;
  declare twoFactorEnabled: boolean;
  declare deactivatedAt: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
}
