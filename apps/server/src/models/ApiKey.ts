import type { KeyLimit, LimitedScope, ServiceScope } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { Staff } from './Staff.ts';

/** The API key of an internal app, with its scopes. The app authenticates with one of the key's secrets. */
export class ApiKey extends BaseModel {
  static override tableName = 'api_keys';
  static override jsonAttributes = ['limits'];
  declare id: string;
  declare name: string;
  declare scopes: ServiceScope[];
  /** Address ranges (CIDR) that it may be used from; null: any address. */
  declare allowedAddresses: string[] | null;
  /** Null if created by the command line. */
  declare createdByStaffId: string | null;
  /** Who may collect a secret once, alone: it was approved as a change request. */
  declare secretDueToStaffId: string | null;
  /** Written by the database: three days after the approval. */
  declare secretDueUntil: Date | null;
  declare limits: Partial<Record<LimitedScope, KeyLimit>>;
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
 * A secret of an API key; several are valid after a rotation. Only its SHA-256 and its first characters are
 * stored.
 */
export class ApiKeySecret extends BaseModel {
  static override tableName = 'api_key_secrets';
  declare id: string;
  declare apiKeyId: string;
  /** The first eight characters, by which people distinguish secrets. */
  declare prefix: string;
  declare secretHash: string;
  /** Null: ends with the key. Only the newest secret of a key has no end. */
  declare endsAt: Date | null;
  /** Accurate to a minute. */
  declare lastUsedAt: Date | null;
  declare lastUsedFrom: string | null;
  declare createdAt: Date;
}
