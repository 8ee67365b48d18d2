import type { Knex } from 'knex';
import { recordBounded } from '../auditChain/recordBounded.ts';
import type { AlarmLog } from '../auth/reportForeignRow.ts';
import { systemActor } from '../base/actor.ts';
import { findForeign } from '../origin/checkOrigin.ts';

/** Entries that take a second factor away. */
const REMOVALS: readonly string[] = [
  'security.removePasskey',
  'security.disableTotp',
  'auth.totpDisabled',
  'security.reset',
];

interface FactorEntry {
  id: string;
  action: string;
  passkeyId: string | null;
}

/**
 * Whether the audit log says that this person has a second factor: one was set up, and neither its owner nor a reset
 * on the command line took it away since. No entry can be removed, and one that takes a factor away counts only
 * with the proof that the desk wrote it. To be asked when the rows say that the person has none.
 *
 * @throws Error in a process without the key, if a factor was taken away
 */
export async function hasRecordedFactor(db: Knex, staffId: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: FactorEntry[] }>(
    `select id::text, action, coalesce(after ->> 'passkeyId', before ->> 'passkeyId') as "passkeyId"
     from audit_log
     where subject_kind = 'staff' and subject_id = :staffId and (
       action = any(:removals) or action in ('security.addPasskey', 'auth.totpEnabled')
       or (action = 'auth.signIn' and after ->> 'secondFactor' in ('totp', 'recoveryCode'))
     ) order by created_at, action = any(:removals)`,
    { staffId, removals: [...REMOVALS] },
  );
  let hasApp = false;
  const passkeys = new Set<string | null>();
  for (const { id, action, passkeyId } of rows) {
    const isRemoval = REMOVALS.includes(action);
    if (isRemoval && (await isForeign(db, id))) continue;
    if (action === 'security.addPasskey') passkeys.add(passkeyId);
    else if (action === 'security.removePasskey') passkeys.delete(passkeyId);
    else hasApp = !isRemoval;
    if (action === 'security.reset') passkeys.clear();
  }
  return hasApp || passkeys.size > 0;
}

const isForeign = async (db: Knex, id: string): Promise<boolean> =>
  (await findForeign(db, 'audit', { sql: 'id = :id::uuid', bindings: { id } })) !== null;

/** Raises the alarm about a person whose second factors are gone although the desk did not remove them. */
export async function reportRemovedFactors(
  db: Knex,
  log: AlarmLog | undefined,
  staffId: string,
): Promise<void> {
  log?.error(
    { staffId, alarm: 'SIGN_IN_CHANGED' },
    'the second factors of a member of staff are gone, and the desk did not remove them: someone wrote to the database',
  );
  await recordBounded(db, {
    action: 'security.factorsGone',
    actor: systemActor('sign-in'),
    subjectKind: 'staff',
    subjectId: staffId,
    at: new Date(),
  });
}
