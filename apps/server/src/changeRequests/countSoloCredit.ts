import { Decimal, formatUsd, SOLO_CREDITS_A_DAY } from '@paydesk/types';
import type { Knex } from 'knex';
import { countAmount } from '../auth/countAmount.ts';
import type { Posted } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';

interface Creditor {
  staffId: string;
  action: string;
}

/**
 * Counts what a person credits alone, in the transaction that posts it.
 * @returns false when it is above `SOLO_CREDIT_USD`, or above what is left of five times that in 24 hours
 */
export async function countSoloCredit(
  ctx: Pick<AppContext, 'settings'>,
  trx: Knex.Transaction,
  { staffId, action }: Creditor,
  posted: Posted,
): Promise<boolean> {
  const { soloCreditUsd } = ctx.settings;
  const limit = {
    table: 'solo_credits' as const,
    ownerId: staffId,
    action,
    of: 'allActions' as const,
    callUsd: soloCreditUsd,
    dayUsd: formatUsd(new Decimal(soloCreditUsd).times(SOLO_CREDITS_A_DAY)),
  };
  return await countAmount(trx, limit, posted);
}
