import { isSameAccount } from '@paydesk/addresses';
import type { AppContext } from '../../context/appContext.ts';
import { DeskRestore } from '../../models/DeskRestore.ts';
import { LostPayout } from '../../models/LostPayout.ts';
import type { Payout } from '../../models/Payout.ts';
import { findForeign } from '../../origin/checkOrigin.ts';

/**
 * Why nothing is sent yet: a restore is on record of which the provider's payouts were not read to the end, which
 * PostgreSQL refuses too, or somebody else than the desk wrote that they were. Null: all were read.
 */
export async function whySearchIsOpen(ctx: AppContext): Promise<string | null> {
  const foreign = await findForeign(ctx.knex, 'restore', { sql: 'true', bindings: {} });
  if (foreign !== null) {
    ctx.log.error(
      { alarm: 'RESTORE_CHANGED', ...foreign },
      'the record of a restore is not the desk’s own: nothing is sent',
    );
    return 'Not sent yet: the record of a restore was changed in the database: find out who did it.';
  }
  const open = await DeskRestore.query(ctx.knex).whereNull('payoutsSearchedAt').first();
  return open === undefined
    ? null
    : 'Not sent yet: the database was restored, and the provider’s payouts since then are still being read.';
}

/**
 * Why nothing is sent: the provider has paid something in a time that a restore has taken out of the database, and it
 * is neither recorded as a withdrawal nor settled by a person. Its user's balance still has the amount, so that
 * even a withdrawal to another address may be a second one. Null: there is none.
 */
export async function whyNotAfterRestore(ctx: AppContext, payout: Payout): Promise<string | null> {
  if (await isSomeoneElses(ctx))
    return 'what the provider had paid before a restore was changed in the database: find out who did it.';
  const open = await LostPayout.query(ctx.knex)
    .whereRaw('is_lost_payout_open(lost_payouts)')
    .orderBy('foundAt')
    .limit(1000);
  const [first] = open;
  if (first === undefined) return null;
  const toSameAccount = open.find((lost) => isToSameAccount(payout, lost));
  return toSameAccount === undefined
    ? `${open.length} of the provider’s payouts are from before a restore and unknown to the database: record or ` +
        'settle each (“paydesk lost-payouts”), then order it again.'
    : `the provider has payout ${toSameAccount.providerPayoutId} to the same account from before a restore` +
        `${toSameAccount.transactionHash === null ? '' : ` (${toSameAccount.transactionHash})`}. If it paid this ` +
        'withdrawal, record it as paid; otherwise settle it (“paydesk lost-payouts”).';
}

/** Whatever its currency: a withdrawal that is requested again may be in another one. */
const isToSameAccount = (
  { network, address, extraId }: Pick<Payout, 'network' | 'address' | 'extraId'>,
  lost: LostPayout,
): boolean =>
  lost.address !== null &&
  isSameAccount(network, lost.address, address) &&
  (lost.extraId === null || lost.extraId === (extraId ?? ''));

/** A row was settled or deleted by somebody else than the desk. */
async function isSomeoneElses(ctx: AppContext): Promise<boolean> {
  const foreign = await findForeign(ctx.knex, 'lost_payout', { sql: 'true', bindings: {} });
  const { rows } = await ctx.knex.raw<{ rows: { gone: boolean }[] }>(
    `select coalesce((select sum(lost_payouts) from desk_restores), 0) > (select count(*) from lost_payouts) as gone`,
  );
  if (foreign === null && rows[0]?.gone === false) return false;
  ctx.log.error(
    { alarm: 'LOST_PAYOUT_CHANGED', ...foreign },
    'payouts from before a restore are not as the desk wrote them: nothing is sent',
  );
  return true;
}
