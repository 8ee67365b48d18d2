import {
  MAX_EXPORTS_PER_HOUR,
  MAX_OPEN_EXPORTS,
  type ExportFormat,
  type ExportResource,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { hashPersonal } from '../base/hashPersonal.ts';
import { newId, newLinkToken, sha256Hex } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ListExport } from '../models/ListExport.ts';
import { EXPORTED_LISTS } from './exportedLists.ts';
import { isOpen } from './presentExport.ts';

const HOUR_MS = 3_600_000;
const KEPT_MS = 7 * 24 * HOUR_MS;

interface Request {
  resource: ExportResource;
  format: ExportFormat;
  filter?: object | undefined;
  sort?: object | undefined;
}

/**
 * Prepares the export of a list as it is filtered and sorted, for one download within two minutes.
 * Refuses with PERMISSION_DENIED (the list), INVALID_INPUT (filter or sort), RATE_LIMITED.
 */
export async function createExport(
  ctx: AppContext,
  { staff, actor }: { staff: StaffPrincipal; actor: Actor },
  { resource, format, filter, sort }: Request,
): Promise<{ row: ListExport; ticket: string }> {
  const list = EXPORTED_LISTS[resource];
  if (!staff.permissions.has(list.permission))
    throw new DomainError('PERMISSION_DENIED', `this needs the permission ${list.permission}`);
  const query = { ...(filter !== undefined && { filter }), ...(sort !== undefined && { sort }) };
  list.parse(query);

  const now = ctx.clock.now();
  const ticket = newLinkToken();
  const row = await transact(ctx.knex, async (trx) => {
    // Two requests of one person at the same time count each other.
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`exports ${staff.id}`]);
    requireQuota(await exportsOf(trx, staff.id, now), now);
    // Of all people: who has left exports no more.
    await ListExport.query(trx)
      .where('createdAt', '<', new Date(now.getTime() - KEPT_MS))
      .delete();
    const inserted = await ListExport.query(trx).insertAndFetch({
      id: newId(now),
      staffId: staff.id,
      sessionId: staff.sessionId,
      resource,
      format,
      query,
      ticketHash: sha256Hex(ticket),
      createdAt: now,
      seenAt: now,
    });
    await recordAudit(trx, {
      action: 'exports.create',
      actor,
      subjectKind: 'export',
      subjectId: inserted.id,
      after: { resource, format, ...query, ...withoutPersonal(ctx.settings.secret, inserted.id, filter) },
      at: now,
    });
    return inserted;
  });
  return { row, ticket };
}

/** What can hold a name, an e-mail address or an external id; `qReadings` only repeats what `q` says. */
const PERSONAL = ['q', 'externalId', 'userExternalId'];
const REPEATED = ['qReadings'];

/** The filter as the permanent audit log keeps it: people who are anonymised later must not stay in it. */
function withoutPersonal(secret: string, id: string, filter: object | undefined): { filter?: object } {
  if (filter === undefined) return {};
  const kept = Object.entries(filter)
    .filter(([field]) => !REPEATED.includes(field))
    .map(([field, value]: [string, unknown]) => [
      field,
      PERSONAL.includes(field) ? hashPersonal(secret, { id, field, value: String(value) }) : value,
    ]);
  return { filter: Object.fromEntries(kept) as object };
}

const exportsOf = async (trx: Knex, staffId: string, now: Date): Promise<ListExport[]> =>
  await ListExport.query(trx)
    .where({ staffId })
    .where('createdAt', '>', new Date(now.getTime() - HOUR_MS))
    .orderBy('createdAt');

function requireQuota(recent: readonly ListExport[], now: Date): void {
  const wait = (seconds: number, message: string) =>
    new DomainError('RATE_LIMITED', message, { retryAfterSeconds: Math.max(1, Math.ceil(seconds)) });
  if (recent.filter((row) => isOpen(row, now)).length >= MAX_OPEN_EXPORTS)
    throw wait(10, `${MAX_OPEN_EXPORTS} of your exports are running: wait for one, or cancel it`);
  const oldest = recent.at(-MAX_EXPORTS_PER_HOUR);
  if (oldest !== undefined)
    throw wait(
      (oldest.createdAt.getTime() + HOUR_MS - now.getTime()) / 1000,
      `${MAX_EXPORTS_PER_HOUR} exports in an hour are the limit`,
    );
}
