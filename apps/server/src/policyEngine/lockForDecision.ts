import type { PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { hasGlobalLimit } from './facts.ts';

/**
 * One user's decisions come one after the other, and a freeze before or after them: held until the
 * transaction ends.
 */
export async function lockUserForDecision(trx: Knex.Transaction, userId: string): Promise<void> {
  await trx.raw('select 1 from user_balances where user_id = ? for update', [userId]);
}

/**
 * While a limit for all users together is set, requests are made one after the other: two at once would each
 * see the sum without the other. Held until the transaction ends. Take it after the user's own lock, never
 * before.
 */
export async function lockGlobalLimits(trx: Knex.Transaction, rules: PolicyRules): Promise<void> {
  if (!hasGlobalLimit(rules)) return;
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('withdrawal_decisions', 0))`);
}
