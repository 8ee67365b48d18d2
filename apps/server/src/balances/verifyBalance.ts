import { formatUsd, type balanceVerifyOutput } from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { verifyLedger } from '../verify/verifyLedger.ts';
import { Transaction } from '../models/Transaction.ts';
import { UserBalance } from '../models/UserBalance.ts';

/**
 * Recomputes one user's hash chain, and compares the balance with the sum of the transactions. Refuses with
 * NOT_FOUND.
 */
export async function verifyBalance(
  { knex }: AppContext,
  userId: string,
): Promise<z.infer<typeof balanceVerifyOutput>> {
  const balance = await UserBalance.query(knex).findById(userId);
  if (balance === undefined) throw new DomainError('NOT_FOUND', 'no such user');
  const { firstBad, transactions } = await verifyLedger(knex, userId);
  const [sum] = await Transaction.query(knex)
    .where('userId', userId)
    .sum('amountUsd as total')
    .castTo<{ total: string | null }[]>();
  return {
    userId,
    ok: firstBad === null,
    checkedTransactions: transactions,
    balanceUsd: formatUsd(balance.balanceUsd),
    sumUsd: formatUsd(sum?.total ?? '0'),
    firstBad:
      firstBad === null
        ? null
        : { transactionId: firstBad.transactionId, seq: firstBad.seq, problem: firstBad.problem },
  };
}
