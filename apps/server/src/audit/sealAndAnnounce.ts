import { type AuditAction, actionClassOf } from '@paydesk/types';
import type { Knex } from 'knex';
import { sealAudit } from '../auditChain/sealAudit.ts';
import { COMMAND_LINE } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';

/** Entries of the chain that are looked through at a time. */
const BATCH_SIZE = 5000;

interface ShellEntry {
  id: string;
  action: AuditAction;
  subject_kind: string;
  subject_id: string | null;
}

/**
 * Adds new entries of the audit log to the chain, and raises an alarm in the log for each that the command line wrote
 * about more than routine: no second person and no second factor was asked for there. Each is announced by one worker,
 * whichever process added it to the chain.
 */
export async function sealAndAnnounce({ knex, log }: Pick<AppContext, 'knex' | 'log'>): Promise<void> {
  await sealAudit(knex);
  while (await isBehind(knex)) if (!(await announce(knex, log))) return;
}

async function isBehind(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { behind: boolean }[] }>(
    'select a.seq < h.seq as behind from audit_announced a, audit_head h',
  );
  return rows[0]?.behind === true;
}

/** Returns whether it was this worker's turn. */
async function announce(knex: Knex, log: Pick<AppContext['log'], 'error'>): Promise<boolean> {
  return await transact(knex, async (trx) => {
    const announced = await trx('audit_announced')
      .forUpdate()
      .skipLocked()
      .first<{ seq: string } | undefined>('seq');
    if (announced === undefined) return false;
    const { seq: head } = await trx('audit_head').first<{ seq: string }>('seq');
    const through = Math.min(Number(announced.seq) + BATCH_SIZE, Number(head));
    const entries = await trx('audit_seals as s')
      .join('audit_log as a', 'a.id', 's.entry_id')
      .where('s.seq', '>', announced.seq)
      .where('s.seq', '<=', through)
      .where({ 'a.actor_kind': COMMAND_LINE.kind, 'a.actor_name': COMMAND_LINE.name })
      .orderBy('s.seq')
      .select<ShellEntry[]>('a.id', 'a.action', 'a.subject_kind', 'a.subject_id');
    await trx('audit_announced').update({ seq: through });
    // Before the commit: a crash announces it twice rather than never.
    for (const { id, action, subject_kind: kind, subject_id: subject } of entries)
      if (actionClassOf(action) !== 'routine')
        log.error(
          { alarm: 'CHANGED_AT_SHELL', auditEntryId: id, action, subject: { kind, id: subject } },
          'changed on the command line of this desk, without a second person',
        );
    return true;
  });
}
