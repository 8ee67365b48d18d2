import { BaseModel } from './BaseModel.ts';

/** A coin or token on one network, as the provider lists it, with what staff decided about it. */
export class Currency extends BaseModel {
  static override tableName = 'currencies';
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
  /** The places that a payer can send and the desk shows. */
  declare decimalPlaces: number;
  /** The chain's own places; null when the provider does not say. */
  declare chainDecimals: number | null;
  /** Staff offer it. */
  declare isActive: boolean;
  declare isStable: boolean;
  /** The provider offers it. */
  declare isAvailable: boolean;
  declare withdrawalsEnabled: boolean;
  declare provider: string;
  declare minAmountUsd: string;
  /** The provider's own minimum, a margin included; null until it was asked. */
  declare providerMinAmountUsd: string | null;
  declare minCheckedAt: Date | null;
  /** When to ask for the minimum again; null: at once. */
  declare minDueAt: Date | null;
  declare networkFeeUsd: string;
  /** Of the amount of a withdrawal, in percent with at most four places. */
  declare serviceFeePercent: string;
  /** The fixed part of the service fee; null: the desk's own setting. */
  declare serviceFeeUsd: string | null;
  declare logoUrl: string | null;
  declare sortOrder: number;
  declare createdAt: Date;
  declare updatedAt: Date;
}
