import { databaseAway } from './databaseAway.ts';
import { postgresErrorOf } from './refusal.ts';

/**
 * Classes of PostgreSQL's errors that a standby has and a primary would not: a conflict with what is replayed (40), and
 * what is not possible during recovery (0A, 25, 55).
 */
const CLASSES = ['40', '0A', '25', '55'];

/** Whether a read failed because it ran on a standby, or because the standby went away: the primary can answer it. */
export function isOfStandby(error: unknown): boolean {
  const code = postgresErrorOf(error)?.code ?? '';
  return CLASSES.includes(code.slice(0, 2)) || databaseAway(error) !== null;
}
