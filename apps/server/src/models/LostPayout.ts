import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A payout that the provider has from a time that a restore has taken out of the database. */
export class LostPayout extends BaseModel {
  static override tableName = 'lost_payouts';
  static override originKind: OriginKind = 'lost_payout';
  declare id: string;
  declare deskRestoreId: string;
  declare providerPayoutId: string;
  declare providerBatchId: string;
  declare externalId: string | null;
  declare providerStatus: string;
  declare currencyCode: string;
  /** Null: the provider does not say. */
  declare address: string | null;
  declare extraId: string | null;
  declare amount: string | null;
  declare transactionHash: string | null;
  declare sentAt: Date | null;
  declare foundAt: Date;
  /** The withdrawal that was recorded with its transaction, by a trigger: it explains no other payout. */
  declare withdrawalRequestId: string | null;
  declare settledAt: Date | null;
  declare settledBy: string | null;
  declare settledNote: string | null;
}
