import type { ServiceScope } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { Staff } from './Staff.ts';

/** The key of an internal app. The key itself is nowhere: only its SHA-256 and its first characters. */
export class ApiKey extends BaseModel {
  static override tableName = 'api_keys';
  declare id: string;
  declare name: string;
  /** The first eight characters, for people to tell keys apart. */
  declare prefix: string;
  declare secretHash: string;
  declare scopes: ServiceScope[];
  /** Null when the command line made it. */
  declare createdByStaffId: string | null;
  /** At most a minute behind. */
  declare lastUsedAt: Date | null;
  declare expiresAt: Date | null;
  declare revokedAt: Date | null;
  declare createdAt: Date;
  declare createdByStaff?: Staff;

  static override relationMappings = (): RelationMappings => ({
    createdByStaff: { relation: Model.BelongsToOneRelation, modelClass: Staff, join: { from: 'api_keys.created_by_staff_id', to: 'staff.id' } },
  });
}
