import type { UserScope } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';
import { User } from './User.ts';

/** A short-lived token of an end user. Only its SHA-256 is stored. */
export class UserToken extends BaseModel {
  static override tableName = 'user_tokens';
  static override originKind: OriginKind = 'user_token';
  declare id: string;
  declare userId: string;
  declare tokenHash: string;
  declare mintedByKind: 'staff' | 'service' | 'system';
  /** The member of staff or the API key; null for `system`. */
  declare mintedById: string | null;
  /** Null: everything that users may do. */
  declare scopes: UserScope[] | null;
  declare expiresAt: Date;
  declare revokedAt: Date | null;
  declare createdAt: Date;
  declare user?: User;

  static override relationMappings = (): RelationMappings => ({
    user: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'user_tokens.user_id', to: 'users.id' },
    },
  });
}
