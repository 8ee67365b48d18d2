import { formatUsd, type balanceAtOutput } from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Transaction } from '../models/Transaction.ts';
import { UserBalance } from '../models/UserBalance.ts';

/** The balance after the user's last transaction at or before a moment. Refuses with NOT_FOUND. */
export async function balanceAt(
  { knex }: AppContext,
  userId: string,
  at: string,
): Promise<z.infer<typeof balanceAtOutput>> {
  if ((await UserBalance.query(knex).findById(userId)) === undefined)
    throw new DomainError('NOT_FOUND', 'no such user');
  const last = await Transaction.query(knex)
    .where('userId', userId)
    .where('createdAt', '<=', at)
    .orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .first();
  return {
    userId,
    at: new Date(at).toISOString(),
    balanceUsd: formatUsd(last?.balanceAfter ?? '0'),
    seq: Number(last?.seq ?? 0),
  };
}
