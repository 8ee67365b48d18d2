import type { Knex } from 'knex';
import type { Budget, RequestGroup } from './providerTraffic.ts';

interface Quota {
  waitMs: number;
  /** Why the request must not be sent; nothing is taken from the budget then. */
  refusal: 'CIRCUIT_OPEN' | 'LOCAL_BUDGET' | 'PAUSED' | null;
}

/**
 * Takes one request from a group's budget, in one statement: the next caller, on any instance, queues behind
 * it.
 */
export async function takeQuota(
  knex: Knex,
  group: RequestGroup,
  budget: Budget,
  at: Date | null,
): Promise<Quota> {
  const { rows } = await knex.raw<{ rows: { wait_ms: number; refusal: Quota['refusal'] }[] }>(
    'select * from take_provider_quota(?, ?, ?, ?, ?)',
    [group, rate(budget), budget.burst, budget.maximumWaitMs, at],
  );
  const quota = rows[0];
  if (quota === undefined) throw new Error('the budget returned no row');
  return { waitMs: quota.wait_ms, refusal: quota.refusal };
}

/** Requests that can be sent now without waiting. */
export async function quotaLeft(
  knex: Knex,
  group: RequestGroup,
  budget: Budget,
  at: Date | null,
): Promise<number> {
  const { rows } = await knex.raw<{ rows: { quota: number }[] }>(
    'select provider_quota_left(?, ?, ?, ?) as quota',
    [group, rate(budget), budget.burst, at],
  );
  const quota = rows[0]?.quota ?? 0;
  return quota > 0 && budget.perSecond === Infinity ? Infinity : quota;
}

/** Pauses a group on all instances; consecutive pauses grow. Returns the end of the pause. */
export async function pauseGroup(
  knex: Knex,
  group: RequestGroup,
  atLeastMs: number | null,
  at: Date | null,
): Promise<Date | null> {
  const { rows } = await knex.raw<{ rows: { until: Date }[] }>(
    'select pause_provider_group(?, ?, ?) as until',
    [group, Math.min(Math.ceil(atLeastMs ?? 0), 3_600_000), at],
  );
  return rows[0]?.until ?? null;
}

/** A call of the group succeeded: pauses and failures count from zero again. */
export async function noteSuccess(knex: Knex, group: RequestGroup, at: Date | null): Promise<void> {
  await knex.raw('select note_provider_success(?, ?)', [group, at]);
}

const rate = ({ perSecond }: Budget) => (perSecond === Infinity ? null : perSecond);
