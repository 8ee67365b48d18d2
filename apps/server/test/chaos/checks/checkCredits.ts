import type { Books } from './books.ts';
import { cents, sumCents } from './cents.ts';

/**
 * Invariant 4 and conservation inside the desk: credited at most once and at least once, and each payment's
 * own figures are those of the ledger and of suspense.
 */
export function checkCredits({ payments, transactions, suspense }: Books): string[] {
  const problems: string[] = [];
  for (const payment of payments) {
    const report = (what: string) => problems.push(`payment ${payment.id} (${payment.status}): ${what}`);
    const deposits = transactions.filter(
      ({ payment_id: of, transaction_type: type }) => of === payment.id && type === 'deposit',
    );
    const own = deposits.filter(({ suspense_item_id: item }) => item === null);
    if (own.length > 1) report(`credited ${own.length} times`);
    if (payment.parent_payment_id !== null && own.length > 0) report('a child payment was credited by rule');
    if (payment.status === 'completed' && deposits.length === 0) report('completed without a deposit');
    const items = suspense.filter(({ payment_id: of }) => of === payment.id);
    const inSuspense = (status: string) =>
      sumCents(items.filter((item) => item.status === status).map(({ amount_usd: amount }) => amount));
    const figures: [string, bigint, string][] = [
      ['credited', sumCents(deposits.map(({ amount_usd: amount }) => amount)), payment.credited_amount_usd],
      ['suspense', inSuspense('open'), payment.suspense_amount_usd],
      ['returned', inSuspense('returned'), payment.returned_amount_usd],
      ['fee', inSuspense('written_off'), payment.fee_amount_usd],
    ];
    for (const [name, found, stored] of figures)
      if (cents(stored) !== found) report(`${name} is ${stored}, the books have ${found} cents`);
    const explained = figures.reduce((sum, [, found]) => sum + found, cents(payment.in_flight_amount_usd));
    if (explained !== cents(payment.actual_amount_usd))
      report(`received ${payment.actual_amount_usd}, explained ${explained} cents`);
    // An unknown status neither completes nor fails a payment; it is flagged, or a flag before it stays.
    const undecided = /^(unknown_status|report_mismatch|unusable_amount)/.test(payment.needs_attention ?? '');
    if (cents(payment.in_flight_amount_usd) !== 0n && !undecided)
      report(`${payment.in_flight_amount_usd} still on its way after everything has ended`);
  }
  for (const item of suspense) {
    const credits = transactions.filter(({ suspense_item_id: of }) => of === item.id);
    const expected = item.status === 'credited' && item.resolved_by_kind === 'staff' ? 1 : 0;
    if (credits.length !== expected)
      problems.push(`suspense item ${item.id} is ${item.status} and was credited ${credits.length} times`);
    for (const credit of credits)
      if (cents(credit.amount_usd) !== cents(item.amount_usd))
        problems.push(
          `suspense item ${item.id} of ${item.amount_usd} was credited with ${credit.amount_usd}`,
        );
  }
  return problems;
}
