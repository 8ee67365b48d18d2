import type { PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../../../src/base/identifiers.ts';
import { usd } from '../operations/operation.ts';
import type { Random } from './random.ts';

/** The policy of a schedule: often strict, so that its limits are reached. */
export function chooseRules(random: Random): PolicyRules {
  const limit = (from: number, to: number) => (random.chance(0.3) ? usd(random.int(from, to)) : null);
  return {
    approvals: [
      { fromUsd: '0.00', approvals: 1 },
      { fromUsd: usd(random.int(5000, 40_000)), approvals: 2 },
    ],
    bandsBy: 'userDay',
    creditorDays: random.pick([0, 7]),
    allowSamePerson: random.chance(0.2),
    secondFactor: 'ifEnrolled',
    perUser: { dayUsd: limit(5000, 60_000), weekUsd: limit(20_000, 90_000), monthUsd: null },
    global: { dayUsd: limit(10_000, 80_000), weekUsd: null, monthUsd: limit(20_000, 120_000) },
    velocity: random.chance(0.3) ? { requests: random.int(1, 5), hours: random.pick([1, 24, 72]) } : null,
    coolingHours: random.chance(0.2) ? random.pick([1, 24]) : 0,
    lookAlike: random.pick(['refuse', 'extraApproval', 'warn']),
    rateSeconds: random.pick([900, 7200, 86_400]),
  };
}

/** Stores the rules as the policy in force, without the command: who may publish is tested elsewhere. */
export async function enforce(observer: Knex, rules: PolicyRules): Promise<void> {
  const staff = await observer('staff').first<{ id: string; name: string }>('id', 'name');
  await observer.raw(
    `insert into withdrawal_policies (id, version, rules, note, published_by_staff_id, published_by_name, step_up, created_at)
     select ?, coalesce(max(version), 0) + 1, ?, 'for a schedule', ?, ?, '{}', now() from withdrawal_policies`,
    [newId(), JSON.stringify(rules), staff.id, staff.name],
  );
}
