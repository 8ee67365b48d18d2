import { Decimal, formatUsd } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { postTransaction } from './postTransaction.ts';

/**
 * Posts a completed withdrawal: `withdrawal` −finalAmountUsd and, if any, `fee` −totalFeeUsd. The caller has
 * set the request to completed in the same database transaction, which released its hold; a deferred trigger
 * refuses a commit of one without the other.
 */
export async function settleWithdrawal(
  trx: Knex.Transaction,
  withdrawal: WithdrawalRequest,
  settlement: { actor: Actor; at: Date; transactionHash: string },
): Promise<void> {
  const { actor, at, transactionHash } = settlement;
  const entry = {
    userId: withdrawal.userId,
    withdrawalRequestId: withdrawal.id,
    actor,
    at,
    metadata: {
      internalWithdrawalId: withdrawal.internalWithdrawalId,
      currencyCode: withdrawal.currencyCode,
      transactionHash,
    },
  };
  await postTransaction(trx, {
    ...entry,
    transactionType: 'withdrawal',
    amountUsd: negative(withdrawal.finalAmountUsd),
    description: `Withdrawal completed - ${withdrawal.internalWithdrawalId}`,
  });
  if (new Decimal(withdrawal.totalFeeUsd).isZero()) return;
  await postTransaction(trx, {
    ...entry,
    transactionType: 'fee',
    amountUsd: negative(withdrawal.totalFeeUsd),
    description: `Withdrawal fee - ${withdrawal.internalWithdrawalId}`,
  });
}

const negative = (amountUsd: string) => formatUsd(new Decimal(amountUsd).negated());
