import type { StepUpEvidence, WithdrawalStatus } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';
import { Currency } from './Currency.ts';
import { User } from './User.ts';
import { WithdrawalApproval } from './WithdrawalApproval.ts';

/** A user's request to pay out money. The requested payload never changes after it was submitted. */
export class WithdrawalRequest extends BaseModel {
  static override tableName = 'withdrawal_requests';
  static override jsonAttributes = ['completionStepUp', 'metadata'];
  static override originKind: OriginKind = 'withdrawal';
  declare id: string;
  declare userId: string;
  declare internalWithdrawalId: string;
  declare amountUsd: string;
  declare currencyCode: string;
  /** Of the currency, when it was requested. Null on requests from before it was recorded. */
  declare network: string | null;
  declare walletAddress: string;
  declare extraId: string | null;
  declare networkFeeUsd: string;
  declare serviceFeeUsd: string;
  /** Computed by the database: network fee + service fee. */
  declare totalFeeUsd: string;
  /** Computed by the database: amount − total fee. */
  declare finalAmountUsd: string;
  declare payloadHash: string;
  /** Computed by the database at every write: the hash matches the row. */
  declare isIntact: boolean;
  /** The amount to be sent, and finally the amount sent. */
  declare cryptoAmount: string | null;
  declare status: WithdrawalStatus;
  declare requiredApprovals: number;
  declare requestedByKind: 'staff' | 'service' | 'user' | 'system';
  declare requestedById: string | null;
  declare requestedByName: string | null;
  declare orderId: string | null;
  /** Null: in an event from before there was metadata. */
  declare metadata: Record<string, unknown> | null;
  declare adminNotes: string;
  /** The quote that the user was shown. */
  declare quotedCryptoAmount: string | null;
  declare quotedAt: Date | null;
  /** Why staff accepted an address that cannot be checked. */
  declare addressConfirmation: string | null;
  declare rateFixedAt: Date | null;
  declare rateExpiresAt: Date | null;
  declare startedByKind: 'staff' | 'service' | 'user' | 'system' | null;
  declare startedById: string | null;
  declare startedByName: string | null;
  declare completedByKind: 'staff' | 'service' | 'user' | 'system' | null;
  declare completedById: string | null;
  declare completedByName: string | null;
  /** The second factor of the person who completed it by hand; null: none was required. */
  declare completionStepUp: StepUpEvidence | null;
  declare transactionHash: string | null;
  declare approvedAt: Date | null;
  declare processingAt: Date | null;
  declare rejectedAt: Date | null;
  declare cancelledAt: Date | null;
  declare completedAt: Date | null;
  declare statusChangedAt: Date;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare currency?: Currency;
  declare user?: User;
  declare approvals?: WithdrawalApproval[];

  static override relationMappings = (): RelationMappings => ({
    currency: {
      relation: Model.BelongsToOneRelation,
      modelClass: Currency,
      join: { from: 'withdrawal_requests.currency_code', to: 'currencies.code' },
    },
    user: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'withdrawal_requests.user_id', to: 'users.id' },
    },
    approvals: {
      relation: Model.HasManyRelation,
      modelClass: WithdrawalApproval,
      join: { from: 'withdrawal_requests.id', to: 'withdrawal_approvals.withdrawal_request_id' },
    },
  });
}
