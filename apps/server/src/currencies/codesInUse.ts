import { HOLDING_WITHDRAWAL_STATUSES, PAYMENT_STATUS_GROUPS } from '@paydesk/types';
import type { Knex } from 'knex';

/**
 * The currencies with open payments or withdrawals, which keep the network they were made for. A trigger
 * (`currencies_guard_identity`) has the same rule. A deposit to a payment that has ended is compared with the
 * payment's own address.
 */
export async function codesInUse(trx: Knex.Transaction): Promise<Set<string>> {
  const codes = await trx('payments')
    .whereIn('status', [...PAYMENT_STATUS_GROUPS.active])
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
