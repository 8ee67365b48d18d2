import type { ExportStatus } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ListExport } from '../models/ListExport.ts';

export interface ExportEnd {
  status: Exclude<ExportStatus, 'waiting' | 'running'>;
  rows: number;
  bytes: number;
  /** Of the whole file; null when it is incomplete. */
  sha256: string | null;
  error: string | null;
}

/** Records how an export that was running ended, once: a second call changes nothing. */
export async function endExport(ctx: AppContext, actor: Actor, id: string, end: ExportEnd): Promise<void> {
  await transact(
    ctx.knex,
    async (trx) => await endIn(trx, actor, { id, from: 'running', end, at: ctx.clock.now() }),
  );
}

interface Ending {
  id: string;
  from: 'waiting' | 'running';
  end: ExportEnd;
  at: Date;
}

/**
 * The same in a transaction of the caller, for one with the status `from`.
 * @returns whether it had that status: one whose download begins at this moment is running
 */
export async function endIn(trx: Knex, actor: Actor, { id, from, end, at }: Ending): Promise<boolean> {
  const ended = await ListExport.query(trx)
    .where({ id, status: from })
    .patch({ ...end, rows: String(end.rows), bytes: String(end.bytes), endedAt: at, seenAt: at });
  if (ended === 0) return false;
  await recordAudit(trx, {
    action: ACTIONS[end.status],
    actor,
    subjectKind: 'export',
    subjectId: id,
    note: end.error,
    after: { rows: end.rows, bytes: end.bytes, sha256: end.sha256 },
    at,
  });
  return true;
}

const ACTIONS = { done: 'exports.done', cancelled: 'exports.cancel', failed: 'exports.failed' } as const;
