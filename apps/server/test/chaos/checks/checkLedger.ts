import { Decimal } from '@paydesk/types';
import { createHash } from 'node:crypto';
import type { Books, TransactionRow } from './books.ts';
import { cents } from './cents.ts';

/**
 * Invariants 2, 3 and 6: balances are the sum of their transactions, holds are covered, chains are whole.
 * Recomputed here, byte by byte.
 */
export function checkLedger({ balances, transactions, withdrawals }: Books): string[] {
  const problems: string[] = [];
  for (const balance of balances) {
    const rows = transactions.filter(({ user_id: userId }) => userId === balance.user_id);
    const say = (what: string) => problems.push(`ledger of ${balance.user_id}: ${what}`);
    let sum = 0n;
    let previous = '';
    for (const [index, row] of rows.entries()) {
      sum += cents(row.amount_usd);
      if (row.seq !== String(index + 1)) say(`entry ${index + 1} has number ${row.seq}`);
      if (cents(row.balance_after) !== sum)
        say(`balance after entry ${row.seq} is ${row.balance_after}, the sum is ${sum} cents`);
      if (sum < 0n) say(`below zero after entry ${row.seq}`);
      if (row.prev_hash !== previous) say(`entry ${row.seq} does not continue the chain`);
      if (row.hash !== hashOf(row)) say(`entry ${row.seq} does not match its hash`);
      previous = row.hash;
    }
    const of = (type: string) =>
      rows
        .filter(({ transaction_type: t }) => t === type)
        .reduce((total, { amount_usd: amount }) => total + cents(amount), 0n);
    const held = withdrawals
      .filter(
        ({ user_id: userId, status }) =>
          userId === balance.user_id && ['pending', 'approved', 'processing'].includes(status),
      )
      .reduce((total, { amount_usd: amount }) => total + cents(amount), 0n);
    if (cents(balance.balance_usd) !== sum) say(`balance is ${balance.balance_usd}, the sum is ${sum} cents`);
    if (balance.last_seq !== String(rows.length) || balance.last_hash !== previous)
      say('its end is not the last entry');
    if (cents(balance.held_usd) !== held)
      say(`held is ${balance.held_usd}, open withdrawals are ${held} cents`);
    if (held < 0n || held > sum) say(`held ${held} of ${sum} cents`);
    if (
      cents(balance.total_deposited) !== of('deposit') ||
      cents(balance.total_withdrawn) !== -of('withdrawal')
    )
      say('lifetime totals differ');
  }
  return [...problems, ...checkRefunds(transactions)];
}

function checkRefunds(transactions: TransactionRow[]): string[] {
  return transactions
    .filter(({ transaction_type: type }) => type === 'payment')
    .flatMap((charge) => {
      const back = transactions
        .filter(({ refund_of_id: of }) => of === charge.id)
        .reduce((sum, { amount_usd: amount }) => sum + cents(amount), 0n);
      return back > -cents(charge.amount_usd)
        ? [`charge ${charge.id} of ${charge.amount_usd} was refunded ${back} cents`]
        : [];
    });
}

/**
 * The chain's rule: each field as its length in bytes, a colon and its text; null as a dash; joined by
 * commas; SHA-256.
 */
function hashOf(row: TransactionRow): string {
  const fields = [
    row.id,
    row.user_id,
    row.seq,
    row.transaction_type,
    new Decimal(row.amount_usd).toFixed(2),
    new Decimal(row.balance_after).toFixed(2),
    row.payment_id,
    row.withdrawal_request_id,
    row.suspense_item_id,
    row.refund_of_id,
    row.description,
    row.metadata_text,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.created_at.toISOString(),
    row.prev_hash,
  ];
  const text = fields
    .map((field) => (field === null ? '-' : `${Buffer.byteLength(field)}:${field}`))
    .join(',');
  return createHash('sha256').update(text).digest('hex');
}
