import { HOLDING_WITHDRAWAL_STATUSES } from '@paydesk/types';
import type { Knex } from 'knex';

/** Payments that money may still come in for; a later deposit is compared with the payment's own address. */
const OPEN_PAYMENT_STATUSES = ['pending', 'confirming', 'confirmed'];

/**
 * The currencies with open payments or withdrawals, which keep the network they were made for. A trigger
 * (`currencies_guard_identity`) has the same rule.
 */
export async function codesInUse(trx: Knex.Transaction): Promise<Set<string>> {
  const codes = await trx('payments')
    .whereIn('status', OPEN_PAYMENT_STATUSES)
    .distinct('currency_code')
    .union(
      trx('withdrawal_requests')
        .whereIn('status', [...HOLDING_WITHDRAWAL_STATUSES])
        .distinct('currency_code'),
    );
  return new Set(
    codes.map(
      (row: { currency_code?: string; currencyCode?: string }) => row.currency_code ?? row.currencyCode ?? '',
    ),
  );
}
