import type { Knex } from 'knex';
import type { Budget, RequestGroup } from './providerTraffic.ts';

export interface Turn {
  waitMs: number;
  /** Why there is no turn; nothing was taken then. */
  refusal: 'CIRCUIT_OPEN' | 'LOCAL_BUDGET' | 'PAUSED' | null;
}

/** Takes one turn of a group, in one statement: whoever asks next, on whatever machine, queues behind it. */
export async function takeTurn(
  knex: Knex,
  group: RequestGroup,
  budget: Budget,
  at: Date | null,
): Promise<Turn> {
  const { rows } = await knex.raw<{ rows: { wait_ms: number; refusal: Turn['refusal'] }[] }>(
    'select * from take_provider_quota(?, ?, ?, ?, ?)',
    [group, rate(budget), budget.burst, budget.maximumWaitMs, at],
  );
  const turn = rows[0];
  if (turn === undefined) throw new Error('the budget answered nothing');
  return { waitMs: turn.wait_ms, refusal: turn.refusal };
}

/** Turns that could be taken now without waiting. */
export async function turnsLeft(
  knex: Knex,
  group: RequestGroup,
  budget: Budget,
  at: Date | null,
): Promise<number> {
  const { rows } = await knex.raw<{ rows: { turns: number }[] }>(
    'select provider_quota_left(?, ?, ?, ?) as turns',
    [group, rate(budget), budget.burst, at],
  );
  const turns = rows[0]?.turns ?? 0;
  return turns > 0 && budget.perSecond === Infinity ? Infinity : turns;
}

/** Stops a group for every instance; each pause in a row is longer. Answers until when. */
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

/** A call of the group worked: pauses and failures start anew. */
export async function noteSuccess(knex: Knex, group: RequestGroup, at: Date | null): Promise<void> {
  await knex.raw('select note_provider_success(?, ?)', [group, at]);
}

const rate = ({ perSecond }: Budget) => (perSecond === Infinity ? null : perSecond);
