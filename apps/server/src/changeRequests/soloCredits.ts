import { Decimal, formatUsd, SOLO_CREDITS_A_DAY } from '@paydesk/types';
import { type Reservation, reserveAmount } from '../auth/reserveAmount.ts';
import type { AppContext } from '../context/appContext.ts';

interface SoloCredit {
  staffId: string;
  action: string;
  amountUsd: string;
  idempotencyKey: string | null;
}

/**
 * Counts what a person is about to credit alone, before they do. Null: it is above `SOLO_CREDIT_USD`, or above what is
 * left of five times that in 24 hours.
 */
export async function reserveSoloCredit(
  ctx: AppContext,
  { staffId, ...credit }: SoloCredit,
): Promise<Reservation | null> {
  const { soloCreditUsd } = ctx.settings;
  return await reserveAmount(ctx.knex, {
    ...credit,
    table: 'solo_credits',
    ownerId: staffId,
    of: 'allActions',
    callUsd: soloCreditUsd,
    dayUsd: formatUsd(new Decimal(soloCreditUsd).times(SOLO_CREDITS_A_DAY)),
  });
}
