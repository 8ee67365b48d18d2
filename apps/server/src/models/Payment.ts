import type { PaymentStatus } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';
import { Currency } from './Currency.ts';
import { User } from './User.ts';

/** A requested deposit, or (with a parent) a further one to the same address. */
export class Payment extends BaseModel {
  static override tableName = 'payments';
  static override jsonAttributes = ['providerData', 'metadata'];
  declare id: string;
  declare userId: string;
  declare internalPaymentId: string;
  declare parentPaymentId: string | null;
  declare amountUsd: string;
  declare currencyCode: string;
  declare payAmount: string | null;
  declare provider: string;
  declare providerPaymentId: string | null;
  declare providerStatus: string | null;
  declare providerData: unknown;
  declare providerUpdatedAt: Date | null;
  declare status: PaymentStatus;
  declare payAddress: string | null;
  declare payinExtraId: string | null;
  declare checkoutToken: string;
  declare transactionHash: string | null;
  declare confirmationsCount: number;
  declare description: string;
  declare orderId: string | null;
  /** Null: in an event from before there was metadata. */
  declare metadata: Record<string, unknown> | null;
  declare needsAttention: string | null;
  declare actualAmount: string | null;
  declare actualAmountUsd: string;
  declare inFlightAmountUsd: string;
  declare creditedAmountUsd: string;
  declare suspenseAmountUsd: string;
  declare returnedAmountUsd: string;
  declare feeAmountUsd: string;
  declare createdByKind: string;
  declare createdById: string | null;
  declare expiresAt: Date | null;
  declare completedAt: Date | null;
  declare checkedAt: Date | null;
  declare nextCheckAt: Date | null;
  declare issueClaim: string | null;
  declare watchedUntil: Date | null;
  declare checkFailures: number;
  declare statusChangedAt: Date;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare currency?: Currency;
  declare user?: User;

  static override relationMappings = (): RelationMappings => ({
    currency: {
      relation: Model.BelongsToOneRelation,
      modelClass: Currency,
      join: { from: 'payments.currency_code', to: 'currencies.code' },
    },
    user: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'payments.user_id', to: 'users.id' },
    },
    parent: {
      relation: Model.BelongsToOneRelation,
      modelClass: Payment,
      join: { from: 'payments.parent_payment_id', to: 'payments.id' },
    },
  });
}
