import type { PolicyRules } from '@paydesk/types';
import type { Books, WithdrawalRow } from './books.ts';
import { cents } from './cents.ts';

const HOUR_MS = 3_600_000;
const WINDOWS_MS = { dayUsd: 24 * HOUR_MS, weekUsd: 7 * 24 * HOUR_MS, monthUsd: 30 * 24 * HOUR_MS };

/** Compares what happened with the schedule's rules, by their documentation and with none of their code. */
export function checkPolicy({ withdrawals, approvals, moves }: Books, rules: PolicyRules): string[] {
  return withdrawals.flatMap((withdrawal) => [
    ...overLimits(standingBefore(withdrawals, moves, withdrawal), withdrawal, rules),
    ...tooOften(withdrawals, withdrawal, rules),
    ...tooEarly(withdrawals, withdrawal, rules),
    ...tooFewAsked(withdrawal, rules),
    ...samePerson(withdrawal, approvals, rules),
    ...expiredRate(withdrawal, rules),
  ]);
}

const ms = (time: Date | null) => time?.getTime() ?? Infinity;

/**
 * Requests up to this one that were not cancelled or rejected when it was made. In the order in which the
 * database recorded them: clocks are read before locks are taken, so that times may be in another order.
 */
function standingBefore(all: WithdrawalRow[], moves: Books['moves'], { id }: WithdrawalRow): WithdrawalRow[] {
  const place = (of: string, isWanted: (move: Books['moves'][number]) => boolean) =>
    moves.findIndex((move) => move.id === of && isWanted(move));
  const made = place(id, ({ kind }) => kind === 'requests');
  return all.filter((other) => {
    const closed = place(
      other.id,
      ({ kind, to_status: to }) =>
        kind === 'withdrawal_requests' && (to === 'cancelled' || to === 'rejected'),
    );
    return place(other.id, ({ kind }) => kind === 'requests') <= made && (closed === -1 || closed > made);
  });
}

function overLimits(standing: WithdrawalRow[], withdrawal: WithdrawalRow, rules: PolicyRules): string[] {
  const scopes = [
    ['perUser', standing.filter(({ user_id: user }) => user === withdrawal.user_id)],
    ['global', standing],
  ] as const;
  return scopes.flatMap(([scope, rows]) =>
    (Object.keys(WINDOWS_MS) as (keyof typeof WINDOWS_MS)[]).flatMap((name) => {
      const limit = rules[scope][name];
      if (limit === null) return [];
      const since = ms(withdrawal.created_at) - WINDOWS_MS[name];
      const sum = rows
        .filter(({ created_at: at }) => ms(at) > since)
        .reduce((total, { amount_usd: amount }) => total + cents(amount), 0n);
      return sum > cents(limit)
        ? [
            `withdrawal ${withdrawal.id} was accepted with ${sum} cents within ${scope}.${name}, the limit is ${limit}`,
          ]
        : [];
    }),
  );
}

function tooOften(all: WithdrawalRow[], withdrawal: WithdrawalRow, { velocity }: PolicyRules): string[] {
  if (velocity === null) return [];
  const since = ms(withdrawal.created_at) - velocity.hours * HOUR_MS;
  const count = all.filter(
    (other) =>
      other.user_id === withdrawal.user_id &&
      ms(other.created_at) <= ms(withdrawal.created_at) &&
      ms(other.created_at) > since,
  ).length;
  return count > velocity.requests
    ? [
        `withdrawal ${withdrawal.id} is request ${count} within ${velocity.hours} h, ${velocity.requests} are allowed`,
      ]
    : [];
}

/** No first payout to an address is approved before the cooling period has passed. */
function tooEarly(all: WithdrawalRow[], withdrawal: WithdrawalRow, { coolingHours }: PolicyRules): string[] {
  if (withdrawal.approved_at === null || coolingHours === 0) return [];
  const waited = ms(withdrawal.approved_at) - ms(withdrawal.created_at) >= coolingHours * HOUR_MS;
  const known = all.some(
    (other) =>
      other.id !== withdrawal.id &&
      other.user_id === withdrawal.user_id &&
      other.wallet_address === withdrawal.wallet_address &&
      ms(other.completed_at) <= ms(withdrawal.approved_at),
  );
  return waited || known
    ? []
    : [`withdrawal ${withdrawal.id} to a new address was approved before ${coolingHours} h had passed`];
}

function tooFewAsked(withdrawal: WithdrawalRow, { approvals }: PolicyRules): string[] {
  const band = approvals.findLast(({ fromUsd }) => cents(withdrawal.amount_usd) >= cents(fromUsd));
  return withdrawal.required_approvals >= (band?.approvals ?? 1)
    ? []
    : [
        `withdrawal ${withdrawal.id} of ${withdrawal.amount_usd} asks for ${withdrawal.required_approvals} approvals`,
      ];
}

/** A person pays out, who neither requested nor approved. */
function samePerson(
  withdrawal: WithdrawalRow,
  approvals: Books['approvals'],
  { allowSamePerson }: PolicyRules,
): string[] {
  const senders = [
    [withdrawal.started_by_kind, withdrawal.started_by_id, 'started'],
    [withdrawal.completed_by_kind, withdrawal.completed_by_id, 'completed'],
  ] as const;
  return senders.flatMap(([kind, id, action]) => {
    const must =
      action === 'completed' ? withdrawal.status === 'completed' : withdrawal.status === 'processing';
    if (kind === null) return must ? [`withdrawal ${withdrawal.id}: no one has ${action} it`] : [];
    if (kind !== 'staff') return [`withdrawal ${withdrawal.id} was ${action} by a ${kind}`];
    const involved =
      (withdrawal.requested_by_kind === 'staff' && withdrawal.requested_by_id === id) ||
      approvals.some((one) => one.withdrawal_request_id === withdrawal.id && one.staff_id === id);
    return involved && !allowSamePerson
      ? [`withdrawal ${withdrawal.id} was ${action} by someone who had requested or approved it`]
      : [];
  });
}

function expiredRate(withdrawal: WithdrawalRow, { rateSeconds }: PolicyRules): string[] {
  if (withdrawal.rate_fixed_at === null)
    return withdrawal.processing_at === null ? [] : [`withdrawal ${withdrawal.id} was sent without a rate`];
  if (withdrawal.processing_at !== null && ms(withdrawal.processing_at) >= ms(withdrawal.rate_expires_at))
    return [`withdrawal ${withdrawal.id} was sent by a rate that had expired`];
  return ms(withdrawal.rate_expires_at) - ms(withdrawal.rate_fixed_at) === rateSeconds * 1000
    ? []
    : [`withdrawal ${withdrawal.id} has a rate for another time than the policy's`];
}
