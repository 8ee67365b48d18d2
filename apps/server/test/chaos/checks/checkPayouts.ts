import type { PayoutRecord } from '@paydesk/simulator';
import type { Books, PayoutRow, WithdrawalRow } from './books.ts';
import { sameAmount } from './cents.ts';

/** Paid, or may be paid at any moment. */
const isPaid = ({ status }: PayoutRecord) => status === 'FINISHED';
const isLive = ({ status, verifiedAt }: PayoutRecord) =>
  verifiedAt !== null && !['FAILED', 'REJECTED'].includes(status);

/**
 * Compares what the provider paid out with the desk's books: at most one payout for each request, and both
 * sides agree which.
 */
export function checkPayouts({ payouts, withdrawals }: Books, records: PayoutRecord[]): string[] {
  const atProvider = (row: PayoutRow) => records.filter(({ externalId }) => externalId === row.external_id);
  return [
    ...withdrawals.flatMap((withdrawal) =>
      checkWithdrawal(
        withdrawal,
        payouts.filter((row) => row.withdrawal_request_id === withdrawal.id),
        atProvider,
      ),
    ),
    ...payouts.flatMap((row) =>
      checkPayout(
        row,
        atProvider(row),
        withdrawals.find(({ id }) => id === row.withdrawal_request_id),
      ),
    ),
    ...records
      .filter((record) => !payouts.some((row) => row.external_id === record.externalId))
      .map((record) => `the provider has a payout ${record.payoutId} that no one ordered`),
  ];
}

function checkWithdrawal(
  withdrawal: WithdrawalRow,
  rows: PayoutRow[],
  atProvider: (row: PayoutRow) => PayoutRecord[],
): string[] {
  const records = rows.flatMap(atProvider);
  const paid = records.filter(isPaid);
  const problems: string[] = [];
  const report = (what: string) =>
    problems.push(`withdrawal ${withdrawal.id} (${withdrawal.status}): ${what}`);
  if (records.filter(isLive).length > 1)
    report(`the provider pays it ${records.filter(isLive).length} times`);
  if (paid.length > 0 && withdrawal.status !== 'completed')
    report('the provider has paid it, the books do not say so');
  if (paid.length > 0 && withdrawal.transaction_hash !== paid[0]?.hash)
    report(
      `paid by the provider as ${paid[0]?.hash ?? 'nothing'}, and as ${withdrawal.transaction_hash ?? 'nothing'} by the books`,
    );
  if (rows.filter(({ status }) => status !== 'failed').length > 1)
    report('more than one payout that has not failed');
  return problems;
}

function checkPayout(
  row: PayoutRow,
  records: PayoutRecord[],
  withdrawal: WithdrawalRow | undefined,
): string[] {
  const what = `payout ${row.id} (${row.status}; provider: ${records.map(({ status }) => status).join(', ') || 'nothing'})`;
  const problems: string[] = [];
  if (records.length > 1) problems.push(`${what}: the provider was sent it ${records.length} times`);
  if (row.status === 'finished' && !records.some(isPaid))
    problems.push(`${what}: the provider has not paid it`);
  if (row.status === 'failed' && records.some(isLive))
    problems.push(`${what}: failed although the provider continues with it`);
  if (['ordered', 'sent', 'unknown'].includes(row.status))
    problems.push(`${what}: its outcome is unknown long after`);
  for (const { address, amount, currency } of records) {
    const right =
      address === withdrawal?.wallet_address &&
      sameAmount(amount, row.crypto_amount) &&
      currency === row.currency_code.toLowerCase() &&
      row.payload_hash === withdrawal.payload_hash;
    if (!right) problems.push(`${what}: ${amount} ${currency} to ${address} is not what was approved`);
  }
  return problems;
}
