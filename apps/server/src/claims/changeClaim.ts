import type { Knex } from 'knex';
import { CLAIM_PERMISSIONS } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { permissionsOfRole, type StaffPrincipal } from '../auth/principal.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { Claim } from '../models/Claim.ts';
import { Staff } from '../models/Staff.ts';
import { lockOpenSubject, requireMayTake, type Subject } from './openSubject.ts';

interface Call {
  ctx: AppContext;
  staff: StaffPrincipal;
  actor: Actor;
}

/**
 * The caller works on the row from now on. `from`: who has it, as the caller has seen it; null: no one. Taking what
 * one has changes nothing.
 * @throws DomainError `CLAIM_CHANGED` when someone else has it meanwhile; `PERMISSION_DENIED`, `NOT_FOUND`,
 *   `ILLEGAL_TRANSITION`
 */
export async function takeClaim(
  call: Call,
  { from, ...subject }: Subject & { from: string | null },
): Promise<void> {
  const { ctx, staff, actor } = call;
  requireMayTake(staff, subject.subjectKind);
  await transact(ctx.knex, async (trx) => {
    await lockOpenSubject(trx, subject);
    const before = await openClaim(trx, subject);
    if (before?.staffId === staff.id) return;
    if ((before?.staffId ?? null) !== from) throw await changed(trx, before);
    if (before !== undefined) await end(ctx, trx, before, 'takenOver');
    await begin(ctx, trx, { ...subject, staffId: staff.id, handedById: null });
    await record(trx, {
      call: { ctx, staff, actor },
      action: 'claims.take',
      subject,
      before: from,
      after: staff.id,
    });
  });
}

/**
 * The caller works on it no more.
 * @throws DomainError `CLAIM_CHANGED` when the caller does not have it
 */
export async function releaseClaim(call: Call, subject: Subject): Promise<void> {
  const { ctx, staff } = call;
  await transact(ctx.knex, async (trx) => {
    await end(ctx, trx, await ownClaim(trx, staff, subject), 'released');
    await record(trx, { call, action: 'claims.release', subject, before: staff.id, after: null });
  });
}

/**
 * Gives what the caller has to a colleague, who sees it among what waits for them.
 * @throws DomainError `CLAIM_CHANGED`; `INVALID_INPUT` for someone who may not decide on it; as `takeClaim`
 */
export async function handOverClaim(call: Call, { to, ...subject }: Subject & { to: string }): Promise<void> {
  const { ctx, staff } = call;
  requireMayTake(staff, subject.subjectKind);
  if (to === staff.id) throw new DomainError('INVALID_INPUT', 'it is yours already');
  await transact(ctx.knex, async (trx) => {
    await lockOpenSubject(trx, subject);
    const claim = await ownClaim(trx, staff, subject);
    await requireColleague(trx, to, subject);
    await end(ctx, trx, claim, 'handedOver');
    await begin(ctx, trx, { ...subject, staffId: to, handedById: staff.id });
    await record(trx, { call, action: 'claims.handOver', subject, before: staff.id, after: to });
  });
}

const openClaim = async (trx: Knex, { subjectKind, subjectId }: Subject): Promise<Claim | undefined> =>
  await Claim.query(trx).findOne({ subjectKind, subjectId, endedAt: null }).forUpdate();

async function ownClaim(trx: Knex, { id }: StaffPrincipal, subject: Subject): Promise<Claim> {
  const claim = await openClaim(trx, subject);
  if (claim?.staffId !== id) throw await changed(trx, claim);
  return claim;
}

async function changed(trx: Knex, claim: Claim | undefined): Promise<DomainError> {
  if (claim === undefined) return new DomainError('CLAIM_CHANGED', 'no one has taken it any more');
  const holder = await Staff.query(trx).findById(claim.staffId);
  return new DomainError('CLAIM_CHANGED', `${holder?.name ?? 'someone else'} has taken it meanwhile`);
}

/** Whoever gets it must be able to decide on it. */
async function requireColleague(trx: Knex, id: string, { subjectKind }: Subject): Promise<void> {
  // The account cannot be deactivated before the claim is written.
  const person = await Staff.query(trx).findById(id).forShare();
  const { take } = CLAIM_PERMISSIONS[subjectKind];
  if (person === undefined || person.deactivatedAt !== null || !permissionsOfRole(person.role).has(take))
    throw new DomainError('INVALID_INPUT', 'this colleague cannot decide on it');
}

async function begin(
  ctx: AppContext,
  trx: Knex,
  claim: Pick<Claim, 'subjectKind' | 'subjectId' | 'staffId' | 'handedById'>,
): Promise<void> {
  const at = ctx.clock.now();
  await Claim.query(trx).insert({ id: newId(at), ...claim, claimedAt: at });
}

async function end(
  ctx: AppContext,
  trx: Knex,
  { id }: Claim,
  endReason: NonNullable<Claim['endReason']>,
): Promise<void> {
  await Claim.query(trx).findById(id).patch({ endedAt: ctx.clock.now(), endReason });
}

interface ClaimRecord {
  call: Call;
  action: 'claims.take' | 'claims.release' | 'claims.handOver';
  subject: Subject;
  /** Who had it and who has it, by id. */
  before: string | null;
  after: string | null;
}

async function record(trx: Knex, { call, action, subject, before, after }: ClaimRecord): Promise<void> {
  const names = await Staff.query(trx).whereIn(
    'id',
    [before, after].filter((id) => id !== null),
  );
  const nameOf = (id: string | null) => names.find((person) => person.id === id)?.name ?? null;
  await recordAudit(trx, {
    action,
    actor: call.actor,
    ...subject,
    before: { claimedBy: nameOf(before) },
    after: { claimedBy: nameOf(after) },
    at: call.ctx.clock.now(),
  });
}
