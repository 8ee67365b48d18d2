import { type StepUpEvidence, stepUpEvidenceSchema, trimAmount } from '@paydesk/types';
import type { Knex } from 'knex';
import {
  changeChallenge,
  completionChallenge,
  formerPayOutChallenge,
  payOutChallenge,
  policyChallenge,
} from '../stepUp/challenges.ts';
import { type EvidenceVerdict, verifyEvidence } from './verifyEvidence.ts';

/** The result of checking all stored second factors of one kind of action again. */
export interface EvidenceReport {
  checked: number;
  verified: number;
  /** Verified by a code, or without a proof because the policy did not require one. */
  notSigned: number;
  /** Ids of rows whose evidence does not match the row; oldest first. */
  forged: string[];
}

/** Checks the second factor of every approval, and so finds approvals that were written into the database. */
export async function verifyApprovals(db: Knex): Promise<EvidenceReport> {
  const approvals = pagesById<ApprovalRow>(() =>
    db('withdrawal_approvals').select('id', 'staff_id', 'payload_hash', 'step_up_kind', 'step_up'),
  );
  return await verifyRows(db, approvals, (row) => ({
    id: row.id,
    staffId: row.staff_id,
    kind: row.step_up_kind,
    evidence: row.step_up,
    expected: row.payload_hash,
  }));
}

/** Checks the second factor of every withdrawal that was recorded as paid by hand. */
export async function verifyCompletions(db: Knex): Promise<EvidenceReport> {
  const completions = pagesById<CompletionRow>(() =>
    db('withdrawal_requests')
      .whereNotNull('completion_step_up')
      .select(
        'id',
        'completed_by_id',
        'payload_hash',
        'transaction_hash',
        'crypto_amount',
        'completion_step_up',
      ),
  );
  return await verifyRows(db, completions, (row) => ({
    id: row.id,
    staffId: row.completed_by_id,
    kind: null,
    evidence: row.completion_step_up,
    expected: expectedCompletion(row),
  }));
}

/** Checks the second factor of every payout that was ordered. */
export async function verifyPayouts(db: Knex): Promise<EvidenceReport> {
  const payouts = pagesById<PayoutRow>(() =>
    db('payouts').select('id', 'ordered_by_id', 'payload_hash', 'crypto_amount', 'step_up_kind', 'step_up', {
      attempt: db.raw(PAYOUT_ATTEMPT),
      is_former: db.raw(ORDERED_BEFORE_AMOUNTS),
    }),
  );
  return await verifyRows(db, payouts, (row) => ({
    id: row.id,
    staffId: row.ordered_by_id,
    kind: row.step_up_kind,
    evidence: row.step_up,
    expected: expectedOrder(row),
  }));
}

/** Checks the second factor of every approval of a change request. */
export async function verifyChangeApprovals(db: Knex): Promise<EvidenceReport> {
  const approvals = pagesById<ApprovalRow>(() =>
    db('change_request_approvals').select('id', 'staff_id', 'payload_hash', 'step_up_kind', 'step_up'),
  );
  return await verifyRows(db, approvals, (row) => ({
    id: row.id,
    staffId: row.staff_id,
    kind: row.step_up_kind,
    evidence: row.step_up,
    expected: changeChallenge('approve', row.payload_hash),
  }));
}

/** Checks the second factor of every published policy, and so finds rules that were changed in the database. */
export async function verifyPolicies(db: Knex): Promise<EvidenceReport> {
  const policies = pagesById<PolicyRow>(() =>
    db('withdrawal_policies').select('id', 'version', 'rules', 'published_by_staff_id', 'step_up'),
  );
  return await verifyRows(db, policies, (row) => ({
    id: row.id,
    staffId: row.published_by_staff_id,
    // At the command line there is no second factor; PostgreSQL lets only the role that owns the tables do that.
    kind: row.published_by_staff_id === null ? 'none' : null,
    evidence: row.step_up,
    expected: policyChallenge(row.version - 1, row.rules),
  }));
}

/** An action with the evidence that is stored with it. */
interface VerifiableRow {
  id: string;
  /** Who did it, according to the row; null: the command line. */
  staffId: string | null;
  /** According to the row, if it has a column for it. */
  kind: string | null;
  evidence: unknown;
  /** The challenge of this action, computed from the row as it is now. */
  expected: string;
}

async function verifyRows<Row>(
  db: Knex,
  pages: AsyncIterable<readonly Row[]>,
  verifiable: (row: Row) => VerifiableRow,
): Promise<EvidenceReport> {
  const report: EvidenceReport = { checked: 0, verified: 0, notSigned: 0, forged: [] };
  for await (const rows of pages) {
    for (const row of rows.map(verifiable)) {
      const verdict = await verdictOn(db, row);
      report.checked += 1;
      if (verdict === 'verified') report.verified += 1;
      else if (verdict === 'not signed') report.notSigned += 1;
      else report.forged.push(row.id);
    }
  }
  return report;
}

async function verdictOn(
  db: Knex,
  { staffId, kind, evidence, expected }: VerifiableRow,
): Promise<EvidenceVerdict> {
  if (evidence === null) return kind === 'none' ? 'not signed' : 'forged';
  const { data } = stepUpEvidenceSchema.safeParse(evidence);
  if (data === undefined || data.staffId !== staffId || (kind !== null && data.kind !== kind))
    return 'forged';
  return await verifyEvidence(db, data, expected);
}

const PAGE_SIZE = 500;

async function* pagesById<Row extends { id: string }>(
  select: () => Knex.QueryBuilder,
): AsyncIterable<readonly Row[]> {
  for (let after: string | undefined; ;) {
    const page = select().orderBy('id').limit(PAGE_SIZE);
    const rows: Row[] = await (after === undefined ? page : page.where('id', '>', after));
    yield rows;
    if (rows.length < PAGE_SIZE) return;
    after = rows.at(-1)?.id;
  }
}

/** The amount sent may have been given or not: whichever of the two challenges was signed is expected. */
function expectedCompletion({
  payload_hash: hash,
  transaction_hash: transaction,
  crypto_amount: amount,
  completion_step_up: evidence,
}: CompletionRow): string {
  const plain = completionChallenge(hash, transaction, null);
  const withAmount = amount === null ? plain : completionChallenge(hash, transaction, trimAmount(amount));
  return evidence?.challenge === withAmount ? withAmount : plain;
}

/** Clocks differ: what was ordered before the amount was covered may have either form. */
function expectedOrder(row: PayoutRow): string {
  const { payload_hash: payloadHash, crypto_amount: cryptoAmount, attempt, step_up: evidence } = row;
  const former = formerPayOutChallenge(payloadHash, attempt);
  if (row.is_former && evidence?.challenge === former) return former;
  return payOutChallenge({ payloadHash, cryptoAmount }, attempt);
}

/** The second factor of an order has covered its amount since this migration. */
const ORDERED_BEFORE_AMOUNTS = /* sql */ `created_at < coalesce(
  (select min(migration_time) from knex_migrations where name like '0031\\_%'), '-infinity'
)`;

/** From 1: this payout's number among those of its withdrawal. */
const PAYOUT_ATTEMPT = /* sql */ `(
  select count(*)::int from payouts earlier
  where earlier.withdrawal_request_id = payouts.withdrawal_request_id
    and (earlier.created_at, earlier.id) <= (payouts.created_at, payouts.id)
)`;

interface ApprovalRow {
  id: string;
  staff_id: string;
  payload_hash: string;
  step_up_kind: string;
  step_up: unknown;
}

interface CompletionRow {
  id: string;
  completed_by_id: string;
  payload_hash: string;
  transaction_hash: string;
  crypto_amount: string | null;
  completion_step_up: StepUpEvidence | null;
}

interface PayoutRow {
  id: string;
  ordered_by_id: string;
  payload_hash: string;
  step_up_kind: string;
  step_up: StepUpEvidence | null;
  crypto_amount: string;
  attempt: number;
  is_former: boolean;
}

interface PolicyRow {
  id: string;
  version: number;
  rules: unknown;
  published_by_staff_id: string | null;
  step_up: unknown;
}
