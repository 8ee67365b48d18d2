import type { PayoutStatus, StepUpKind } from '@paydesk/types';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** One order to the provider to pay one withdrawal. What was ordered never changes; the row is permanent. */
export class Payout extends BaseModel {
  static override tableName = 'payouts';
  static override jsonAttributes = ['stepUp', 'providerData'];
  static override originKind: OriginKind = 'payout';
  declare id: string;
  declare withdrawalRequestId: string;
  declare status: PayoutStatus;
  /** Our id at the provider: the same as `id`. */
  declare externalId: string;
  declare currencyCode: string;
  /** Of the withdrawal. Null on orders from before it was recorded. */
  declare network: string | null;
  declare address: string;
  declare extraId: string | null;
  declare cryptoAmount: string;
  declare payloadHash: string;
  declare orderedByKind: 'staff';
  declare orderedById: string;
  declare orderedByName: string | null;
  declare stepUpKind: StepUpKind;
  declare stepUp: unknown;
  /** Create requests that were started, and the time of the last one. */
  declare attempts: number;
  declare attemptedAt: Date | null;
  declare providerPayoutId: string | null;
  declare providerBatchId: string | null;
  declare providerStatus: string | null;
  declare providerData: unknown;
  /** The provider's status before it is confirmed. */
  declare unverifiedStatus: string | null;
  declare verifyAttempts: number;
  /** bigint: the 30-second step of the code last used. */
  declare verifyStep: string | null;
  declare missingAnswers: number;
  declare failures: number;
  declare transactionHash: string | null;
  declare message: string | null;
  /** When the worker processes it again; null: it is closed. */
  declare nextAttemptAt: Date | null;
  /** It is from before a restore: it is searched at the provider, and never sent. */
  declare searchRequestedAt: Date | null;
  declare statusChangedAt: Date;
  declare createdAt: Date;
  declare updatedAt: Date;
}
