import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { User } from './User.ts';

/** A user's balance. Written only by the ledger's triggers: see migrations/0009_ledger.sql. */
export class UserBalance extends BaseModel {
  static override tableName = 'user_balances';
  static override idColumn = 'user_id';
  declare userId: string;
  declare balanceUsd: string;
  declare heldUsd: string;
  declare totalDeposited: string;
  declare totalWithdrawn: string;
  /** bigint: a string. */
  declare lastSeq: string;
  declare lastHash: string;
  declare lastTransactionAt: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare user?: User;

  static override relationMappings = (): RelationMappings => ({
    user: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'user_balances.user_id', to: 'users.id' },
    },
  });
}
