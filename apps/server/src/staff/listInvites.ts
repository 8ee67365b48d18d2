import type { staffInviteOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/** The page shows what is open and what happened lately; older ones are in the audit log. */
const MOST_SHOWN = 100;

export async function listInvites(ctx: AppContext): Promise<z.infer<typeof staffInviteOutput>[]> {
  const invites = await StaffInvite.query(ctx.knex)
    .orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MOST_SHOWN);
  return await presentInvites(ctx, invites);
}

export async function presentInvites(
  ctx: AppContext,
  invites: readonly StaffInvite[],
): Promise<z.infer<typeof staffInviteOutput>[]> {
  const makers = await Staff.query(ctx.knex)
    .whereIn(
      'id',
      invites.flatMap(({ createdByStaffId }) => createdByStaffId ?? []),
    )
    .select('id', 'name');
  const names = new Map(makers.map(({ id, name }) => [id, name]));
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
