import type { ServiceScope } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { Staff } from './Staff.ts';

/**
 * The key of an internal app: who it is and what it may do. What it shows to come in are its secrets, which
 * change while the key stays.
 */
export class ApiKey extends BaseModel {
  static override tableName = 'api_keys';
  declare id: string;
  declare name: string;
  declare scopes: ServiceScope[];
  /** Ranges of addresses (CIDR) that it may be used from; null: from anywhere. */
  declare allowedAddresses: string[] | null;
  /** Null when the command line made it. */
  declare createdByStaffId: string | null;
  declare expiresAt: Date | null;
  declare revokedAt: Date | null;
  declare createdAt: Date;
  declare createdByStaff?: Staff;
  declare secrets?: ApiKeySecret[];

  static override relationMappings = (): RelationMappings => ({
    createdByStaff: {
      relation: Model.BelongsToOneRelation,
      modelClass: Staff,
      join: { from: 'api_keys.created_by_staff_id', to: 'staff.id' },
    },
    secrets: {
      relation: Model.HasManyRelation,
      modelClass: ApiKeySecret,
      join: { from: 'api_keys.id', to: 'api_key_secrets.api_key_id' },
      modify: (query) =>
        void query.orderBy([
          { column: 'createdAt', order: 'desc' },
          { column: 'id', order: 'desc' },
        ]),
    },
  });
}

/**
 * One secret of an API key; several live side by side after a rotation. The secret itself is nowhere: only
 * its SHA-256 and its first characters.
 */
export class ApiKeySecret extends BaseModel {
  static override tableName = 'api_key_secrets';
  declare id: string;
  declare apiKeyId: string;
  /** The first eight characters, for people to tell secrets apart. */
  declare prefix: string;
  declare secretHash: string;
  /** Null: as long as the key. At most one secret of a key has no end: the newest. */
  declare endsAt: Date | null;
  /** At most a minute behind. */
  declare lastUsedAt: Date | null;
  declare lastUsedFrom: string | null;
  declare createdAt: Date;
}
