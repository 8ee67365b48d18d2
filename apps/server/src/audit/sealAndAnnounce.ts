import { type AuditAction, actionClassOf } from '@paydesk/types';
import { sealAudit } from '../auditChain/sealAudit.ts';
import { COMMAND_LINE } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';

interface ShellEntry {
  id: string;
  action: AuditAction;
  subject_kind: string;
  subject_id: string | null;
}

/**
 * Adds new entries of the audit log to the chain, and raises an alarm in the log for each that the command line wrote
 * about more than routine: no second person and no second factor was asked for there. With several workers an entry
 * may be announced twice.
 */
export async function sealAndAnnounce({ knex, log }: Pick<AppContext, 'knex' | 'log'>): Promise<void> {
  const { seq } = await knex('audit_head').first<{ seq: string }>('seq');
  if ((await sealAudit(knex)) === 0) return;
  const entries = await knex('audit_seals as s')
    .join('audit_log as a', 'a.id', 's.entry_id')
    .where('s.seq', '>', seq)
    .where({ 'a.actor_kind': COMMAND_LINE.kind, 'a.actor_name': COMMAND_LINE.name })
    .orderBy('s.seq')
    .select<ShellEntry[]>('a.id', 'a.action', 'a.subject_kind', 'a.subject_id');
  for (const { id, action, subject_kind: kind, subject_id: subject } of entries)
    if (actionClassOf(action) !== 'routine')
      log.error(
        { alarm: 'CHANGED_AT_SHELL', auditEntryId: id, action, subject: { kind, id: subject } },
        'changed on the command line of this desk, without a second person',
      );
}
