import type { PayoutRecord } from '@paydesk/simulator';
import type { Books, PayoutRow, WithdrawalRow } from './books.ts';
import { sameAmount } from './cents.ts';

/** The money is gone, or may be gone at any moment. */
const isPaid = ({ status }: PayoutRecord) => status === 'FINISHED';
const isLive = ({ status, verifiedAt }: PayoutRecord) =>
  verifiedAt !== null && !['FAILED', 'REJECTED'].includes(status);

/**
 * What the provider sent, held against the desk's books: at most one payout for one request, and everybody
 * knows which.
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
      .map((record) => `the provider has a payout ${record.payoutId} that nobody ordered`),
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
  const say = (what: string) => problems.push(`withdrawal ${withdrawal.id} (${withdrawal.status}): ${what}`);
  if (records.filter(isLive).length > 1) say(`the provider pays it ${records.filter(isLive).length} times`);
  if (paid.length > 0 && withdrawal.status !== 'completed')
    say('the provider has paid it, the books do not say so');
  if (paid.length > 0 && withdrawal.transaction_hash !== paid[0]?.hash)
    say(
      `paid by the provider as ${paid[0]?.hash ?? 'nothing'}, and as ${withdrawal.transaction_hash ?? 'nothing'} by the books`,
    );
  if (rows.filter(({ status }) => status !== 'failed').length > 1)
    say('more than one payout that has not failed');
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
  if (row.status === 'finished' && !records.some(isPaid)) problems.push(`${what}: nobody has paid it`);
  if (row.status === 'failed' && records.some(isLive))
    problems.push(`${what}: given up although the provider goes on with it`);
  if (['ordered', 'sent', 'unknown'].includes(row.status))
    problems.push(`${what}: nobody knows what became of it, long after`);
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
