import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ListExport } from '../models/ListExport.ts';
import { EXPORTED_LISTS } from './exportedLists.ts';
import { TICKET_MS } from './presentExport.ts';

/**
 * Uses up the ticket of an export: it is of this session, not older than two minutes, and was not used before.
 * Refuses with PERMISSION_DENIED (the list, or the right to export), NOT_FOUND (anything else); then it is not used up.
 */
export async function claimExport(
  { knex, clock }: AppContext,
  staff: StaffPrincipal,
  { id, ticket }: { id: string; ticket: string },
): Promise<ListExport> {
  const now = clock.now();
  return await transact(knex, async (trx) => {
    const [row] = await ListExport.query(trx)
      .where({
        id,
        ticketHash: sha256Hex(ticket),
        staffId: staff.id,
        sessionId: staff.sessionId,
        status: 'waiting',
      })
      .where('createdAt', '>', new Date(now.getTime() - TICKET_MS))
      .patch({ status: 'running', seenAt: now })
      .returning('*');
    if (row === undefined)
      throw new DomainError('NOT_FOUND', 'this file was downloaded already, or its ticket is not valid');
    requireExportable(staff, row);
    return row;
  });
}

/** Whether the caller may export this list. Refuses with PERMISSION_DENIED. */
export function requireExportable(staff: StaffPrincipal, { resource }: Pick<ListExport, 'resource'>): void {
  for (const permission of ['exports.manage', EXPORTED_LISTS[resource].permission] as const)
    if (!staff.permissions.has(permission))
      throw new DomainError('PERMISSION_DENIED', `this needs the permission ${permission}`);
}
