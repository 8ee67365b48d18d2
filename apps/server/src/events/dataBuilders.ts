import { type EventData, type EventResource, type EventType, formatUsd } from '@paydesk/types';
import type { Model } from 'objection';
import { presentChangeRequests } from '../changeRequests/listChangeRequests.ts';
import type { AppContext } from '../context/appContext.ts';
import { presentCurrency } from '../currencies/presentCurrency.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { Currency } from '../models/Currency.ts';
import { DeskRestore } from '../models/DeskRestore.ts';
import { Payment } from '../models/Payment.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { User } from '../models/User.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { presentPayments } from '../payments/presentPayment.ts';
import { presentPolicies } from '../policies/presentPolicy.ts';
import { presentSuspense, SUSPENSE_RELATIONS } from '../suspense/presentSuspense.ts';
import { presentUser } from '../users/presentUser.ts';
import { presentWithdrawals } from '../withdrawals/presentWithdrawal.ts';

/** An event in the outbox. */
export interface WaitingEvent {
  /** bigint: a string. */
  position: string;
  type: EventType;
  resourceType: EventResource;
  resourceId: string;
}

/** A user without personal data, which is read from `users`: so anonymising a user anonymises its events. */
export type StoredUser = Omit<EventData['user'], 'externalId' | 'username' | 'email'>;

/** Builds the data of events that are about one kind of resource, by position. */
export type DataBuilder = (ctx: AppContext, events: readonly WaitingEvent[]) => Promise<Map<string, unknown>>;

/** Null: rows of this kind never change, and are read together with the event. */
export const DATA_BUILDERS: Record<EventResource, DataBuilder | null> = {
  transaction: null,
  payment: fromModel(Payment, async (ctx, rows) => await presentPayments(ctx, rows, { forUser: false })),
  suspense_item: fromModel(SuspenseItem, async (ctx, rows) => {
    await SuspenseItem.fetchGraph(rows, SUSPENSE_RELATIONS, { transaction: ctx.knex });
    // What happened later is not part of an earlier event.
    return rows.map((item) => ({
      ...presentSuspense(item),
      ...(item.status !== 'credited' && { transactionId: null }),
    }));
  }),
  withdrawal: fromModel(WithdrawalRequest, async (ctx, rows, events) => {
    const shown = await presentWithdrawals(ctx, rows, { forStaff: true });
    return shown.map((withdrawal, index) => ({
      ...withdrawal,
      ...(events[index]?.type === 'withdrawal.requested' && { approvals: [] }),
    }));
  }),
  payout_stop: fromModel(PayoutStop, (_ctx, rows) => rows.map(presentStop)),
  user: fromModel(User, (_ctx, rows) => rows.map(presentStoredUser)),
  change_request: fromModel(ChangeRequest, async (ctx, rows, events) => {
    await ChangeRequest.fetchGraph(rows, 'approvals', { transaction: ctx.knex });
    const shown = await presentChangeRequests(ctx, null, rows);
    return shown.map((request, index) => ({
      ...request,
      payload: null,
      ...(events[index]?.type === 'change_request.created' && { approvals: [] }),
    }));
  }),
  policy: fromModel(WithdrawalPolicy, async (ctx, rows) => await presentPolicies(ctx, rows)),
  currency: fromModel(Currency, (_ctx, rows) => rows.map(presentCurrency)),
  provider: fromTable('provider_circuit', (_ctx, rows: CircuitRow[]) => rows.map(presentCircuit)),
  verification: fromTable('verifications', (_ctx, rows: VerificationRow[]) => rows.map(presentVerification)),
  desk_restore: fromModel(DeskRestore, (_ctx, rows) => rows.map(presentRestore)),
  ledger_seal: readSeals,
  webhook_endpoint: readSnapshots,
};

type Present<Row> = (
  ctx: AppContext,
  rows: Row[],
  events: readonly WaitingEvent[],
) => readonly object[] | Promise<readonly object[]>;

/** From the snapshots of rows of this table, with the types that its columns have. */
function fromTable<Row>(table: string, present: Present<Row>): DataBuilder {
  return async (ctx, events) => {
    const { rows } = await ctx.knex.raw<{ rows: Row[] }>(
      `select r.* from event_outbox o, jsonb_populate_record(null::??, o.snapshot) r
       where o.position = any(?) order by o.position`,
      [table, events.map(({ position }) => position)],
    );
    if (rows.length !== events.length) throw new Error(`${events.length - rows.length} events have vanished`);
    const shown = await present(ctx, rows, events);
    return new Map(events.map(({ position }, index) => [position, shown[index]]));
  };
}

interface ModelOf<M extends Model> {
  new (): M;
  tableName: string;
  fromDatabaseJson: typeof Model.fromDatabaseJson;
}

function fromModel<M extends Model>(model: ModelOf<M>, present: Present<M>): DataBuilder {
  return fromTable<object>(
    model.tableName,
    async (ctx, rows, events) =>
      await present(
        ctx,
        rows.map((row) => model.fromDatabaseJson(row)),
        events,
      ),
  );
}

function presentStop(stop: PayoutStop): EventData['payout_stop'] {
  return {
    id: stop.id,
    note: stop.note,
    stoppedAt: stop.stoppedAt.toISOString(),
    stoppedBy: PayoutStop.stoppedBy(stop),
    resumedAt: stop.resumedAt?.toISOString() ?? null,
    resumedNote: stop.resumedNote,
  };
}

function presentRestore(restore: DeskRestore): EventData['desk_restore'] {
  return {
    id: restore.id,
    restoredAt: restore.restoredAt.toISOString(),
    restoredTo: restore.restoredTo.toISOString(),
    lostAfter: Number(restore.eventsThrough),
    continuesAfter: Number(restore.eventsContinueAfter),
  };
}

function presentStoredUser(user: User): StoredUser {
  const { externalId: _id, username: _name, email: _email, ...shown } = presentUser(user);
  return shown;
}

interface CircuitRow {
  state: EventData['provider']['state'];
  since: Date;
  last_error: string | null;
}

const presentCircuit = (row: CircuitRow): EventData['provider'] => ({
  id: 'nowpayments',
  state: row.state,
  since: row.since.toISOString(),
  lastError: row.last_error,
});

interface VerificationRow {
  id: string;
  finished_at: Date;
  is_ok: boolean;
  checks: unknown;
}

const presentVerification = (row: VerificationRow): EventData['verification'] => ({
  id: row.id,
  finishedAt: row.finished_at.toISOString(),
  ok: row.is_ok,
  checks: row.checks,
});

interface SealRow {
  seq: string;
  prev_hash: string;
  merkle_root: string;
  leaves: number;
  total_rows: string;
  total_balance_usd: string;
  sealed_at: Date;
  hash: string;
  signature: string;
  key_id: string;
}

/** Seals never change; their leaves are left out. */
async function readSeals(
  { knex }: AppContext,
  events: readonly WaitingEvent[],
): Promise<Map<string, unknown>> {
  const { rows } = await knex.raw<{ rows: SealRow[] }>(
    `select seq, prev_hash, merkle_root, cardinality(leaf_ids) as leaves, total_rows, total_balance_usd, sealed_at,
       hash, signature, key_id
     from ledger_seals where seq = any(?)`,
    [events.map(({ resourceId }) => resourceId)],
  );
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  return new Map(
    events.map(({ position, resourceId }) => {
      const row = bySeq.get(resourceId);
      if (row === undefined) throw new Error(`seal ${resourceId} has vanished`);
      return [position, presentSeal(row)];
    }),
  );
}

const presentSeal = (row: SealRow): EventData['ledger_seal'] => ({
  id: row.seq,
  seq: Number(row.seq),
  prevHash: row.prev_hash,
  merkleRoot: row.merkle_root,
  leaves: row.leaves,
  totalRows: Number(row.total_rows),
  totalBalanceUsd: formatUsd(row.total_balance_usd),
  sealedAt: row.sealed_at.toISOString(),
  hash: row.hash,
  signature: row.signature,
  keyId: row.key_id,
});

/** The snapshot is what is shown. */
async function readSnapshots(
  { knex }: AppContext,
  events: readonly WaitingEvent[],
): Promise<Map<string, unknown>> {
  const { rows } = await knex.raw<{ rows: { position: string; snapshot: unknown }[] }>(
    'select position, snapshot from event_outbox where position = any(?)',
    [events.map(({ position }) => position)],
  );
  return new Map(rows.map(({ position, snapshot }) => [position, snapshot]));
}
