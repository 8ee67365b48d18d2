import { transactionHashLooksValid } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { Desk } from '../desk/desk.ts';
import { settleWithdrawal } from '../ledger/settleWithdrawal.ts';
import { Currency } from '../models/Currency.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { moveWithdrawal } from './moveWithdrawal.ts';

export interface Payout {
  /** The payout's transaction on the chain. */
  transactionHash: string;
  /** How much was sent, in the currency's units. */
  cryptoAmount?: string | undefined;
}

/**
 * The funds were sent: records the hash, posts the withdrawal and its fee and releases the hold, all in one database transaction, once.
 * Refuses with NOT_FOUND, ILLEGAL_TRANSITION, MORE_APPROVALS_NEEDED, INVALID_TRANSACTION_HASH.
 */
export async function completeWithdrawal(desk: Desk, actor: Actor, withdrawalId: string, payout: Payout): Promise<WithdrawalRequest> {
  return await moveWithdrawal(desk, withdrawalId, {
    action: 'withdrawals.complete', actor,
    async write(trx, withdrawal, at) {
      const currency = await Currency.query(trx).findOne({ code: withdrawal.currencyCode }).throwIfNotFound();
      if (!transactionHashLooksValid(currency.network, payout.transactionHash)) {
        throw new DomainError('INVALID_TRANSACTION_HASH', `this is not the form of a transaction hash on ${currency.network}`);
      }
      await withdrawal.$query(trx).patch({
        status: 'completed', completedAt: at, statusChangedAt: at, transactionHash: payout.transactionHash, ...(payout.cryptoAmount !== undefined && { cryptoAmount: payout.cryptoAmount }),
      });
      await settleWithdrawal(trx, withdrawal, { actor, at, transactionHash: payout.transactionHash });
    },
  });
}
