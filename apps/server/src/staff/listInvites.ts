import type { staffInviteOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/** The newest invitations; older ones are in the audit log. */
const MAX_INVITES = 100;

/** The newest invitations and reset links, without their tokens. */
export async function listInvites(ctx: AppContext): Promise<z.infer<typeof staffInviteOutput>[]> {
  const invites = await StaffInvite.query(ctx.knex)
    .orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MAX_INVITES);
  return await presentInvites(ctx, invites);
}

export async function presentInvite(
  ctx: AppContext,
  invite: StaffInvite,
): Promise<z.infer<typeof staffInviteOutput>> {
  const [presented] = await presentInvites(ctx, [invite]);
  if (presented === undefined) throw new Error('an invitation was not presented');
  return presented;
}

async function presentInvites(
  ctx: AppContext,
  invites: readonly StaffInvite[],
): Promise<z.infer<typeof staffInviteOutput>[]> {
  const creators = await Staff.query(ctx.knex)
    .whereIn(
      'id',
      invites.flatMap(({ createdByStaffId }) => createdByStaffId ?? []),
    )
    .select('id', 'name');
  const names = new Map(creators.map(({ id, name }) => [id, name]));
  const now = ctx.clock.now();
  return invites.map((invite) => ({
    id: invite.id,
    kind: invite.kind,
    state: stateOf(invite, now),
    email: invite.email,
    name: invite.name,
    role: invite.role,
    staffId: invite.staffId,
    createdBy:
      invite.createdByStaffId === null
        ? null
        : { id: invite.createdByStaffId, name: names.get(invite.createdByStaffId) ?? '' },
    createdAt: invite.createdAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
    usedAt: invite.usedAt?.toISOString() ?? null,
    revokedAt: invite.revokedAt?.toISOString() ?? null,
    linkDueTo: invite.linkDueToStaffId,
  }));
}

function stateOf(
  { usedAt, revokedAt, expiresAt }: StaffInvite,
  now: Date,
): z.infer<typeof staffInviteOutput>['state'] {
  if (usedAt !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}
