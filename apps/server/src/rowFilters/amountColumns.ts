import type { FigureResource } from '@paydesk/types';

/** The amounts of each resource that its rows are summed by, as their columns. */
export const AMOUNT_COLUMNS: Record<FigureResource, Readonly<Record<string, string>>> = {
  payments: {
    amountUsd: 'amount_usd',
    actualAmountUsd: 'actual_amount_usd',
    creditedAmountUsd: 'credited_amount_usd',
    inFlightAmountUsd: 'in_flight_amount_usd',
    suspenseAmountUsd: 'suspense_amount_usd',
    returnedAmountUsd: 'returned_amount_usd',
    feeAmountUsd: 'fee_amount_usd',
  },
  withdrawals: {
    amountUsd: 'amount_usd',
    totalFeeUsd: 'network_fee_usd + service_fee_usd',
    finalAmountUsd: 'final_amount_usd',
  },
  transactions: { amountUsd: 'amount_usd' },
  suspense: { amountUsd: 'amount_usd' },
  balances: { balanceUsd: 'balance_usd', heldUsd: 'held_usd' },
  changeRequests: {},
  currencies: {},
  webhookEndpoints: {},
};
