import type { SuspenseReason, SuspenseStatus } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';
import { Currency } from './Currency.ts';
import { Payment } from './Payment.ts';
import { Transaction } from './Transaction.ts';

/** Received money that the rules could not credit. */
export class SuspenseItem extends BaseModel {
  static override tableName = 'suspense_items';
  static override jsonAttributes = ['evidence'];
  static override originKind: OriginKind = 'suspense_item';
  declare id: string;
  declare reason: SuspenseReason;
  declare status: SuspenseStatus;
  declare paymentId: string | null;
  declare userId: string | null;
  declare providerPaymentId: string;
  declare currencyCode: string;
  declare amount: string;
  declare amountUsd: string;
  declare evidence: unknown;
  declare note: string | null;
  declare resolvedByKind: 'staff' | 'system' | null;
  declare resolvedById: string | null;
  declare resolvedByName: string | null;
  declare resolvedAt: Date | null;
  declare createdAt: Date;
  /** Null where the desk does not know the currency. */
  declare currency?: Currency | null;
  declare transaction?: Transaction;

  static override relationMappings = (): RelationMappings => ({
    payment: {
      relation: Model.BelongsToOneRelation,
      modelClass: Payment,
      join: { from: 'suspense_items.payment_id', to: 'payments.id' },
    },
    currency: {
      relation: Model.BelongsToOneRelation,
      modelClass: Currency,
      join: { from: 'suspense_items.currency_code', to: 'currencies.code' },
    },
    transaction: {
      relation: Model.HasOneRelation,
      modelClass: Transaction,
      join: { from: 'suspense_items.id', to: 'transactions.suspense_item_id' },
    },
  });
}
