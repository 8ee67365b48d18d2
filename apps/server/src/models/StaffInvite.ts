import type { StaffRole } from '@paydesk/types';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A link that works once, for one person: to join the staff, or to set a new password. */
export class StaffInvite extends BaseModel {
  static override tableName = 'staff_invites';
  static override originKind: OriginKind = 'invite';
  declare id: string;
  declare kind: 'invite' | 'reset';
  /** Lowercase. */
  declare email: string;
  declare name: string;
  declare role: StaffRole;
  /** Whose password is reset; for an invitation, the account created with it. */
  declare staffId: string | null;
  declare tokenHash: string;
  /** Null for the command line. */
  declare createdByStaffId: string | null;
  /** Who may collect the link once, alone: it was approved as a change request. */
  declare linkDueToStaffId: string | null;
  declare expiresAt: Date;
  declare usedAt: Date | null;
  declare revokedAt: Date | null;
  declare createdAt: Date;
}
