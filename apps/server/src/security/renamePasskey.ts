import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import { findOwnPasskey } from './removePasskey.ts';

/** Refuses with NOT_FOUND. */
export async function renamePasskey(
  ctx: AppContext,
  actor: Actor,
  staffId: string,
  { id, name }: { id: string; name: string },
): Promise<StaffPasskey> {
  return await transact(ctx.knex, async (trx) => {
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
      at: ctx.clock.now(),
    });
    return passkey;
  });
}
