import { BaseModel } from './BaseModel.ts';

/** What decides where money of a currency goes, and in which unit it is counted. */
export type CurrencyIdentity = Pick<
  Currency,
  'network' | 'contractAddress' | 'decimalPlaces' | 'chainDecimals'
>;

/** A coin or token on one network, as listed by the provider, with the settings of staff. */
export class Currency extends BaseModel {
  static override tableName = 'currencies';
  static override jsonAttributes = ['pendingChange'];
  declare id: string;
  declare code: string;
  declare name: string;
  declare token: string;
  /** The provider's network key, such as `trx`; never derived from the code. */
  declare network: string;
  declare symbol: string;
  declare contractAddress: string | null;
  declare extraIdName: string | null;
  declare extraIdRequired: boolean;
  /** Decimal places that payers can send and the desk shows. */
  declare decimalPlaces: number;
  /** Decimal places on the chain; null if the provider does not say. */
  declare chainDecimals: number | null;
  /** Offered by staff. */
  declare isActive: boolean;
  /** The member of staff who switched it off; null: the desk itself, or not recorded. */
  declare deactivatedById: string | null;
  declare isStable: boolean;
  /** Offered by the provider. */
  declare isAvailable: boolean;
  /** What the provider's list says instead, until a person accepts it; off offer meanwhile. */
  declare pendingChange: CurrencyIdentity | null;
  declare withdrawalsEnabled: boolean;
  declare provider: string;
  declare minAmountUsd: string;
  /** The provider's minimum with a margin; null until it was queried. */
  declare providerMinAmountUsd: string | null;
  declare minCheckedAt: Date | null;
  /** When to query the minimum again; null: at once. */
  declare minDueAt: Date | null;
  declare networkFeeUsd: string;
  /** In percent of a withdrawal's amount, with at most four decimal places. */
  declare serviceFeePercent: string;
  /** The fixed part of the service fee; null: the setting WITHDRAWAL_SERVICE_FEE_USD. */
  declare serviceFeeUsd: string | null;
  declare logoUrl: string | null;
  declare sortOrder: number;
  declare createdAt: Date;
  declare updatedAt: Date;
}
