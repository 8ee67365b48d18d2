import type { Knex } from 'knex';
import { recordAudit } from '../../auditChain/recordAudit.ts';
import { newId } from '../../base/identifiers.ts';
import type { AppContext } from '../../context/appContext.ts';
import { transact } from '../../db/transact.ts';
import { DeskRestore } from '../../models/DeskRestore.ts';
import { LostPayout } from '../../models/LostPayout.ts';
import { Payout } from '../../models/Payout.ts';
import type { PayoutReport } from '../../nowpayments/payoutReport.ts';
import { ProviderError } from '../../nowpayments/providerError.ts';
import { changeSigned } from '../../origin/stampOrigin.ts';
import { isOfLostTime, ownRestores } from '../../restores/ownRestores.ts';
import { PAYOUT_WORKER } from './auditPayout.ts';

/** The provider's list may lag: what it shows this long after a restore is all that there is. */
const LIST_LAG_MS = 20 * 60_000;

/** A way through the provider's list, which takes several calls when it is long. */
interface Pass {
  begunAt: Date;
  nextPage: number;
}

/** Of this process, by restore: another one, and one that was started again, begins at the beginning. */
const passes = new WeakMap<Knex, Map<string, Pass>>();

/**
 * Reads, for each restore, the provider's payouts from the time that was lost, and records those that the database
 * does not know: each may have paid a withdrawal that looks unpaid, or that is requested again. Repeated until twenty
 * minutes after the restore; until then nothing is sent. Without payouts through the provider there is nothing to read.
 */
export async function searchLostPayouts(ctx: AppContext): Promise<void> {
  if (!ctx.settings.provider.payouts.on) return;
  for (const restore of await ownRestores(ctx.knex, ctx.log))
    if (restore.payoutsSearchedAt === null) await searchFor(ctx, restore);
}

async function searchFor(ctx: AppContext, restore: DeskRestore): Promise<void> {
  const pass = passOf(ctx, restore);
  try {
    const { payouts: listed, nextPage } = await ctx.provider.listPayouts(
      restore.historyEndsAt,
      pass.nextPage,
    );
    const known = await knownIds(ctx, listed);
    const lost = listed.filter(
      (report) =>
        isOfTime(restore, report) && !known.has(report.providerPayoutId) && !isKnownOrder(known, report),
    );
    await record(ctx, restore, lost, { isComplete: nextPage === null && isAfterLag(restore, pass.begunAt) });
    if (nextPage === null) passes.get(ctx.knex)?.delete(restore.id);
    else {
      pass.nextPage = nextPage;
      ctx.log.info({ pages: nextPage }, 'the provider’s payouts since a restore are read further');
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.warn(
      { kind: error.kind, code: error.code },
      'the provider’s payouts since a restore could not be read: nothing is sent before they are',
    );
  }
}

function passOf({ knex, clock }: AppContext, { id }: DeskRestore): Pass {
  const own = passes.get(knex) ?? new Map<string, Pass>();
  passes.set(knex, own);
  const pass = own.get(id) ?? { begunAt: clock.now(), nextPage: 0 };
  own.set(id, pass);
  return pass;
}

/** What the provider's list shows from then on is all that there is. */
const isAfterLag = ({ restoredAt }: DeskRestore, at: Date): boolean =>
  at.getTime() - restoredAt.getTime() >= LIST_LAG_MS;

const isKnownOrder = (known: ReadonlySet<string>, { externalId }: PayoutReport): boolean =>
  externalId !== null && known.has(externalId);

/** One without a time counts, and so does one that another process of the desk may still have sent. */
const isOfTime = (restore: DeskRestore, { createdAt }: PayoutReport): boolean =>
  createdAt === null ||
  isOfLostTime(restore, createdAt) ||
  Math.abs(createdAt.getTime() - restore.restoredAt.getTime()) < LIST_LAG_MS ||
  Math.abs(createdAt.getTime() - restore.historyEndsAt.getTime()) < LIST_LAG_MS;

/** The provider's ids and our own of those that the database has. */
async function knownIds(ctx: AppContext, listed: readonly PayoutReport[]): Promise<ReadonlySet<string>> {
  const rows = await Payout.query(ctx.knex)
    .select('externalId', 'providerPayoutId')
    .whereIn(
      'externalId',
      listed.flatMap(({ externalId }) => externalId ?? []),
    )
    .orWhereIn(
      'providerPayoutId',
      listed.map(({ providerPayoutId }) => providerPayoutId),
    );
  return new Set(
    rows.flatMap(({ externalId, providerPayoutId }) => [externalId, providerPayoutId ?? externalId]),
  );
}

/** Together with the end of the search: from then on everything that was found decides what is sent. */
async function record(
  ctx: AppContext,
  restore: DeskRestore,
  lost: readonly PayoutReport[],
  { isComplete }: { isComplete: boolean },
): Promise<void> {
  const at = ctx.clock.now();
  const found = await transact(ctx.knex, async (trx) => {
    // One worker at a time: the others find what this one recorded.
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('lost_payouts', 0))`);
    const { payoutsSearchedAt } = await DeskRestore.query(trx).findById(restore.id).throwIfNotFound();
    if (payoutsSearchedAt !== null) return [];
    const rows = await LostPayout.query(trx).whereIn(
      'providerPayoutId',
      lost.map(({ providerPayoutId }) => providerPayoutId),
    );
    const before = new Map(rows.map((row) => [row.providerPayoutId, row]));
    const fresh = lost.filter(({ providerPayoutId }) => !before.has(providerPayoutId));
    for (const report of fresh) {
      const row = await LostPayout.query(trx).insert(rowOf(restore, report, at));
      await recordAudit(trx, {
        action: 'system.lostPayout',
        actor: PAYOUT_WORKER,
        subjectKind: 'system',
        subjectId: row.id,
        after: {
          providerPayoutId: row.providerPayoutId,
          currencyCode: row.currencyCode,
          address: row.address,
          amount: row.amount,
          transactionHash: row.transactionHash,
        },
        at,
      });
    }
    for (const report of lost) {
      const row = before.get(report.providerPayoutId);
      if (
        row === undefined ||
        (row.transactionHash === report.hash && row.providerStatus === report.rawStatus)
      )
        continue;
      const news = { providerStatus: report.rawStatus, transactionHash: report.hash ?? row.transactionHash };
      await changeSigned(trx, 'lost_payout', row.id, async () => await row.$query(trx).patch(news));
    }
    if (isComplete)
      await changeSigned(trx, 'restore', restore.id, async () => {
        const count = await LostPayout.query(trx).where({ deskRestoreId: restore.id }).resultSize();
        await restore.$query(trx).patch({ payoutsSearchedAt: at, lostPayouts: count });
      });
    return fresh;
  });
  for (const { providerPayoutId, address, amount, currency, hash } of found)
    ctx.log.error(
      { alarm: 'PAYOUT_LOST_IN_RESTORE', providerPayoutId, address, amount, currency, hash },
      'the provider has a payout that a restore has taken out of the database',
    );
}

const rowOf = (restore: DeskRestore, report: PayoutReport, at: Date): Partial<LostPayout> => ({
  id: newId(at),
  deskRestoreId: restore.id,
  providerPayoutId: report.providerPayoutId,
  providerBatchId: report.providerBatchId,
  externalId: report.externalId,
  providerStatus: report.rawStatus,
  currencyCode: report.currency.toUpperCase(),
  address: report.address,
  extraId: report.extraId,
  amount: report.amount,
  transactionHash: report.hash,
  sentAt: report.createdAt,
  foundAt: at,
});
