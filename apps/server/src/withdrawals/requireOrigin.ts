import type { Knex } from 'knex';
import { AUDITED_STEPS } from '../auditChain/auditedSteps.ts';
import { DomainError } from '../base/domainError.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import type { OriginKind } from '../origin/originFields.ts';

/** Rows of the ledger that are checked at once. */
const BATCH = 5000n;

export type CheckedWithdrawal = Pick<WithdrawalRequest, 'id' | 'userId' | 'status' | 'requiredApprovals'>;

/**
 * Checks that the desk itself wrote everything that a withdrawal rests on: the request, what the policy decided, its
 * approvals and audit entries, the policies, and all money that its user was credited. Refuses with PAYLOAD_CHANGED
 * and the name of the row.
 */
export async function requireOrigin(trx: Knex, withdrawal: CheckedWithdrawal): Promise<void> {
  const { id, userId } = withdrawal;
  const own = { id };
  await requireOwn(trx, 'withdrawal', { sql: 'id = :id', bindings: own });
  await requireOwn(trx, 'decision', { sql: 'withdrawal_request_id = :id', bindings: own });
  await requireOwn(trx, 'approval', { sql: 'withdrawal_request_id = :id', bindings: own });
  await requireOwn(trx, 'audit', {
    sql: `subject_kind = 'withdrawal' and subject_id = :id and action = any(:actions)`,
    bindings: { id, actions: ['withdrawals.create', ...AUDITED_STEPS] },
  });
  await requireOwn(trx, 'policy', { sql: 'true', bindings: {} });
  await requireDecision(trx, withdrawal);
  await requireOwnCredits(trx, userId);
}

/** Refuses with PAYLOAD_CHANGED when one of the rows was not written by the desk. */
export async function requireOwn(
  trx: Knex,
  kind: OriginKind,
  condition: Parameters<typeof findForeign>[2],
): Promise<void> {
  const foreign = await findForeign(trx, kind, condition);
  if (foreign !== null) throw notOurs(`${kind.replaceAll('_', ' ')} ${foreign.id}: ${foreign.problem}`);
}

/** The approvals are counted against what the policy decided, whatever the row itself says. */
async function requireDecision(trx: Knex, withdrawal: CheckedWithdrawal): Promise<void> {
  const { rows } = await trx.raw<{
    rows: { required: number | null; approvals: number; is_signed: boolean }[];
  }>(
    `select
       (select max(required_approvals) from withdrawal_decisions
        where withdrawal_request_id = :id and moment in ('create', 'approve') and outcome <> 'stop') as required,
       (select count(*)::int from withdrawal_approvals where withdrawal_request_id = :id) as approvals,
       (select origin_mac is not null from withdrawal_requests where id = :id) as is_signed`,
    { id: withdrawal.id },
  );
  const [found] = rows;
  const required = found?.required ?? null;
  // Very old requests have no decision; a request with a proof has one.
  if (required === null) {
    if (found?.is_signed === false) return;
    throw notOurs('the policy has not decided about it');
  }
  if (withdrawal.requiredApprovals < required)
    throw notOurs('it needs fewer approvals than the policy decided');
  const isApproved = withdrawal.status === 'approved' || withdrawal.status === 'processing';
  if (isApproved && (found?.approvals ?? 0) < required) throw notOurs('approvals that it needs are missing');
}

/** In steps, because a user may have very many entries. */
async function requireOwnCredits(trx: Knex, userId: string): Promise<void> {
  const balance = await trx('user_balances')
    .where({ user_id: userId })
    .first<{ last_seq: string } | undefined>('last_seq');
  const last = BigInt(balance?.last_seq ?? 0);
  for (let from = 1n; from <= last; from += BATCH)
    await requireOwn(trx, 'transaction', {
      sql: 'user_id = :userId and seq between :from::bigint and :to::bigint and amount_usd > 0',
      bindings: { userId, from: String(from), to: String(from + BATCH - 1n) },
    });
}

const notOurs = (why: string) =>
  new DomainError(
    'PAYLOAD_CHANGED',
    `Something that this withdrawal rests on was written to the database, outside the desk: ${why}. Reject it and find out who did it.`,
  );
