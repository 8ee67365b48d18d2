import type { TransactionType } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { User } from './User.ts';

/** A row of the ledger. Immutable: PostgreSQL refuses update, delete and truncate. */
export class Transaction extends BaseModel {
  static override tableName = 'transactions';
  static override jsonAttributes = ['metadata'];
  declare id: string;
  declare userId: string;
  /** bigint: a string; per user, gapless from 1. */
  declare seq: string;
  declare transactionType: TransactionType;
  /** Positive credits, negative debits. */
  declare amountUsd: string;
  declare balanceAfter: string;
  declare paymentId: string | null;
  declare withdrawalRequestId: string | null;
  declare suspenseItemId: string | null;
  declare refundOfId: string | null;
  declare description: string;
  declare orderId: string | null;
  declare metadata: Record<string, unknown>;
  declare actorKind: 'staff' | 'service' | 'user' | 'system';
  declare actorId: string | null;
  declare actorName: string | null;
  declare prevHash: string;
  declare hash: string;
  declare createdAt: Date;
  declare user?: User;

  static override relationMappings = (): RelationMappings => ({
    user: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'transactions.user_id', to: 'users.id' },
    },
  });
}
