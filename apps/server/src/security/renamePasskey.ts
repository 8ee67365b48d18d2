import { recordAudit } from '../audit/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import { findOwnPasskey } from './findOwnPasskey.ts';

/** Refuses with NOT_FOUND. */
export async function renamePasskey(
  desk: Desk,
  actor: Actor,
  staffId: string,
  { id, name }: { id: string; name: string },
): Promise<StaffPasskey> {
  return await transact(desk.knex, async (trx) => {
    const passkey = await findOwnPasskey(trx, staffId, id);
    const before = passkey.name;
    await passkey.$query(trx).patch({ name });
    await recordAudit(trx, {
      action: 'security.renamePasskey',
      actor,
      subjectKind: 'staff',
      subjectId: staffId,
      before: { passkeyId: id, name: before },
      after: { name },
      at: desk.clock.now(),
    });
    return passkey;
  });
}
