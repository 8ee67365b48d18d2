import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import { DeskRestore } from '../models/DeskRestore.ts';
import { Payout } from '../models/Payout.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import { endOfHistory } from './endOfHistory.ts';
import { stopByDesk } from './stopByDesk.ts';

/** A loss that a process noticed longer ago than this, in a failover, says nothing about a restore of today. */
const NOTICED_MS = 30 * 24 * 3_600_000;

interface Desk {
  knex: Knex;
  clock: { now(): Date };
  log: Pick<Logger, 'error'>;
}

/** What has to be known of a restore. */
export interface RestoreFacts {
  /** The account on the machine, such as `root@db1`. */
  restoredBy: string;
  /** The time that the database was restored to. */
  restoredTo: Date;
  note: string;
}

/**
 * Records that the database was restored to an earlier time, before a server or worker runs on it, in one database
 * transaction: payouts are stopped until staff resume them, orders that may have been sent are searched at the provider
 * and never sent, numbers of events continue far ahead, and audit log, event and alarm say so.
 *
 * Refuses with INVALID_INPUT (the time lies in the future).
 */
export async function recordRestore(desk: Desk, facts: RestoreFacts): Promise<DeskRestore> {
  const at = desk.clock.now();
  const { restoredBy, restoredTo, note } = facts;
  if (restoredTo > at) throw new DomainError('INVALID_INPUT', 'a database cannot be restored to the future');
  const restore = await transact(desk.knex, async (trx) => {
    const orders = await searchOrders(trx, at);
    const historyEndsAt = await historyBefore(trx, restoredTo, at);
    const { id } = await DeskRestore.query(trx).insert({
      id: newId(at),
      restoredBy,
      note,
      restoredTo,
      restoredAt: at,
      historyEndsAt,
      ...(await lastSeal(trx, historyEndsAt)),
    });
    // With the numbers that the database gave.
    await signInserted(trx, 'restore', id);
    const recorded = await DeskRestore.query(trx).findById(id).throwIfNotFound();
    const isNewStop = await stopByDesk(trx, noteOfStop(recorded), at);
    await recordAudit(trx, {
      action: 'system.restored',
      actor: systemActor('command line'),
      subjectKind: 'system',
      subjectId: id,
      note,
      after: {
        restoredBy,
        restoredTo,
        historyEndsAt: recorded.historyEndsAt,
        lastSeal: recorded.lastSealSeq,
        eventsContinueAfter: recorded.eventsContinueAfter,
        ordersToSearch: orders,
        payoutsStopped: isNewStop,
      },
      at,
    });
    return recorded;
  });
  desk.log.error(
    { alarm: 'DESK_RESTORED', restoredBy, restoredTo, historyEndsAt: restore.historyEndsAt },
    'the database was restored to an earlier time: all payouts are stopped',
  );
  return restore;
}

const noteOfStop = ({ restoredTo, restoredAt }: DeskRestore): string =>
  `The database was restored to ${restoredTo.toISOString()}: payouts made after that, up to ` +
  `${restoredAt.toISOString()}, are not in it. Compare open withdrawals with the wallet and the provider first.`;

/** Orders without an answer of the provider: the lost time may have sent each of them. Returns how many there are. */
const searchOrders = async (trx: Knex.Transaction, at: Date): Promise<number> =>
  await Payout.query(trx).whereIn('status', ['ordered', 'unknown']).whereNull('providerBatchId').patch({
    searchRequestedAt: at,
    missingAnswers: 0,
    nextAttemptAt: at,
    message: 'From before a restore of the database: it is searched at the provider, and not sent.',
  });

/**
 * When the last was written that the database has from before, by its own rows: a time that was given too late must
 * not hide what was lost. What a process wrote on the restored database, before the restore was on record, is not from
 * before; it has noticed where that ends.
 */
async function historyBefore(trx: Knex.Transaction, restoredTo: Date, at: Date): Promise<Date> {
  const end = (await endOfHistory(trx, restoredTo)) ?? restoredTo;
  const { rows } = await trx.raw<{ rows: { at: Date | null }[] }>(
    `select min((after ->> 'historyEndsAt')::timestamptz) as at from audit_log
     where action = 'system.historyLost' and created_at > :since
       and created_at > coalesce((select max(restored_at) from desk_restores), '-infinity')`,
    { since: new Date(at.getTime() - NOTICED_MS) },
  );
  const noticed = rows[0]?.at ?? null;
  return noticed !== null && noticed < end ? noticed : end;
}

async function lastSeal(
  trx: Knex.Transaction,
  historyEndsAt: Date,
): Promise<Pick<DeskRestore, 'lastSealSeq' | 'lastSealHash'>> {
  const seal = await trx('ledger_seals')
    .where('sealed_at', '<=', historyEndsAt)
    .orderBy('seq', 'desc')
    .first<{ seq: string; hash: string } | undefined>('seq', 'hash');
  return { lastSealSeq: seal?.seq ?? '0', lastSealHash: seal?.hash ?? '' };
}
