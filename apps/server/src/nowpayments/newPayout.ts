import { Decimal } from '@paydesk/types';
import { jsonNumber } from './exactJson.ts';

/** The documented maximum of decimal places in a payout's amount. */
export const PAYOUT_PLACES = 6;

/** A payout to create. */
export interface NewPayout {
  /** In any case. */
  currency: string;
  address: string;
  extraId: string | null;
  /** A plain decimal string with at most `PAYOUT_PLACES` places. */
  amount: string;
  /**
   * Our own id: echoed, and the only way to find a payout whose answer was lost. The provider does not
   * promise to refuse it a second time.
   */
  externalId: string;
  ipnCallbackUrl: string;
}

/** Whether the provider can send exactly this amount. */
export const isPayable = (amount: string): boolean => new Decimal(amount).decimalPlaces() <= PAYOUT_PLACES;

/**
 * The JSON of `POST /payout`, the amount as an exact number token. Throws RangeError for an amount that would
 * be rounded.
 */
export function newPayoutBody(payout: NewPayout): string {
  if (!isPayable(payout.amount))
    throw new RangeError(`A payout has at most ${PAYOUT_PLACES} decimal places.`);
  return JSON.stringify({
    withdrawals: [
      {
        address: payout.address,
        currency: payout.currency.toLowerCase(),
        amount: jsonNumber(new Decimal(payout.amount).toFixed()),
        ...(payout.extraId !== null && { extra_id: payout.extraId }),
        unique_external_id: payout.externalId,
        ipn_callback_url: payout.ipnCallbackUrl,
      },
    ],
  });
}
