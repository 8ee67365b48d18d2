import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { Payment } from './Payment.ts';
import { Transaction } from './Transaction.ts';
import { UserBalance } from './UserBalance.ts';
import { WithdrawalRequest } from './WithdrawalRequest.ts';

/** A customer of the owner's apps. Never deleted: frozen or anonymised. */
export class User extends BaseModel {
  static override tableName = 'users';
  declare id: string;
  declare externalId: string;
  declare username: string;
  declare email: string | null;
  declare frozenAt: Date | null;
  declare frozenNote: string | null;
  /** The member of staff who froze it; null: an app, or not recorded. */
  declare frozenById: string | null;
  declare anonymizedAt: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare balance?: UserBalance;

  static override relationMappings = (): RelationMappings => ({
    balance: {
      relation: Model.HasOneRelation,
      modelClass: UserBalance,
      join: { from: 'users.id', to: 'user_balances.user_id' },
    },
    payments: {
      relation: Model.HasManyRelation,
      modelClass: Payment,
      join: { from: 'users.id', to: 'payments.user_id' },
    },
    transactions: {
      relation: Model.HasManyRelation,
      modelClass: Transaction,
      join: { from: 'users.id', to: 'transactions.user_id' },
    },
    withdrawalRequests: {
      relation: Model.HasManyRelation,
      modelClass: WithdrawalRequest,
      join: { from: 'users.id', to: 'withdrawal_requests.user_id' },
    },
  });
}
