import type { PaymentRecord } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { readBooks } from '../checks/books.ts';
import { cents, isZero, sumCents, valueInCents } from '../checks/cents.ts';
import { checkCredits } from '../checks/checkCredits.ts';
import { checkLedger } from '../checks/checkLedger.ts';
import { checkMoves } from '../checks/checkMoves.ts';

/**
 * What must be true once the killing has ended: each amount that the provider received is credited once or in
 * suspense, and the ledger is whole.
 */
export async function checkKilled(knex: Knex, users: string[], records: PaymentRecord[]): Promise<string[]> {
  const books = await readBooks(knex, users, records);
  const problems = [...checkLedger(books), ...checkMoves(books), ...checkCredits(books)];
  for (const record of records) {
    if (isZero(record.actuallyPaid)) continue;
    const payment = books.payments.find(({ provider_payment_id: id }) => id === record.paymentId);
    const parent =
      payment === undefined
        ? undefined
        : (books.payments.find(({ id }) => id === payment.parent_payment_id) ?? payment);
    if (payment === undefined || parent?.pay_amount === null || parent === undefined) {
      problems.push(
        `provider payment ${record.paymentId} (${record.status}, ${record.parentPaymentId === null ? 'an order' : 'a re-deposit'}) received ${record.actuallyPaid}; the desk does not know it`,
      );
      continue;
    }
    const deposits = books.transactions.filter(
      ({ payment_id: of, transaction_type: type }) => of === payment.id && type === 'deposit',
    );
    const items = books.suspense.filter(
      ({ payment_id: of, status }) => of === payment.id && status !== 'credited',
    );
    const accounted = sumCents([...deposits, ...items].map(({ amount_usd: amount }) => amount));
    const expected = valueInCents(parent.amount_usd, parent.pay_amount, record.actuallyPaid);
    if (accounted !== expected)
      problems.push(
        `payment ${payment.id} (${payment.status}; provider ${record.status}): ${expected} cents arrived, ${accounted} are accounted for`,
      );
  }
  const orders = records
    .filter(({ parentPaymentId }) => parentPaymentId === null)
    .map(({ orderId }) => orderId);
  if (new Set(orders).size < orders.length) problems.push('two provider payments were made for one order');
  const unpaid = books.payments.filter(
    ({ status, actual_amount_usd: received }) =>
      ['pending', 'confirming', 'confirmed'].includes(status) && cents(received) !== 0n,
  );
  for (const { id, status, parent_payment_id: parent } of unpaid)
    if (parent === null) problems.push(`payment ${id} still is ${status}`);
  return problems;
}
