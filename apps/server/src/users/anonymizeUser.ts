import { Decimal, formatUsd, HOLDING_WITHDRAWAL_STATUSES, PAYMENT_STATUS_GROUPS } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { revokeUserTokens } from '../auth/userTokens.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { User } from '../models/User.ts';
import { UserBalance } from '../models/UserBalance.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { deleteViewsOfUser } from './deleteViewsOfUser.ts';
import { hashFields } from './hashFields.ts';
import { redactNotesOfUser } from '../notes/redactNotesOfUser.ts';

/**
 * Removes a user's name, e-mail address and external id permanently, and what was written about them
 * (`redactNotesOfUser`, `deleteViewsOfUser`), and revokes its tokens; its ledger rows stay. Not while it has money, or some on its way: the
 * database enforces the same. Refuses with NOT_FOUND, USER_HAS_OPEN_MONEY (details: `balanceUsd`, and the numbers of
 * open withdrawals, payments and suspense items).
 */
export async function anonymizeUser(ctx: AppContext, actor: Actor, userId: string): Promise<User> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    // A withdrawal request locks the balance first: a concurrent one is either found below or refused.
    const balance = await UserBalance.query(trx).findById(userId).forUpdate();
    const user = await User.query(trx).findById(userId).forUpdate();
    if (user === undefined || balance === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if (user.anonymizedAt !== null) return user;
    await requireNoMoney(trx, balance);
    await actor.admit?.(trx);
    const before = hashFields(ctx.settings.secret, user, ['externalId', 'username', 'email']);
    await deleteViewsOfUser(trx, user);
    await user.$query(trx).patch({
      externalId: `anonymized-${userId}`,
      username: 'Anonymised user',
      email: null,
      anonymizedAt: at,
      ...(user.frozenAt !== null && { frozenNote: 'Removed when the user was anonymised.' }),
    });
    await revokeUserTokens(trx, { userId });
    await redactNotesOfUser(trx, userId, at);
    await recordAudit(trx, {
      action: 'users.anonymize',
      actor,
      subjectKind: 'user',
      subjectId: userId,
      before,
      at,
    });
    return await user.$query(trx);
  });
}

/** Who anonymises a user that had a withdrawal within so many days needs another person. */
export const RECENT_DAYS = 30;

/** When a withdrawal of the user was requested or changed its status last, whatever became of it; null: never. */
export async function lastWithdrawalAt(knex: Knex, userId: string): Promise<Date | null> {
  const last = await WithdrawalRequest.query(knex)
    .select('statusChangedAt')
    .where({ userId })
    .orderBy('statusChangedAt', 'desc')
    .first();
  return last?.statusChangedAt ?? null;
}

/** After it no one can be asked where the money belongs. */
async function requireNoMoney(trx: Knex.Transaction, { userId, balanceUsd }: UserBalance): Promise<void> {
  const [withdrawals, payments, suspenseItems] = [
    await WithdrawalRequest.query(trx)
      .where({ userId })
      .whereIn('status', [...HOLDING_WITHDRAWAL_STATUSES])
      .resultSize(),
    await Payment.query(trx)
      .where({ userId })
      .whereIn('status', [...PAYMENT_STATUS_GROUPS.active])
      .resultSize(),
    await SuspenseItem.query(trx).where({ userId, status: 'open' }).resultSize(),
  ];
  const found = [
    ...(new Decimal(balanceUsd).isZero() ? [] : [`a balance of ${formatUsd(balanceUsd)} USD`]),
    ...counted(withdrawals, 'open withdrawal'),
    ...counted(payments, 'open payment'),
    ...counted(suspenseItems, 'open suspense item'),
  ];
  if (found.length > 0)
    throw new DomainError(
      'USER_HAS_OPEN_MONEY',
      `this user still has ${found.join(', ')}: pay it out, charge it or close it first`,
      { balanceUsd: formatUsd(balanceUsd), withdrawals, payments, suspenseItems },
    );
}

const counted = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
