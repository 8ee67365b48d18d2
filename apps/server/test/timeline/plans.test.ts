import { type Permission, ROLE_PERMISSIONS } from '@paydesk/types';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import { readMoney } from '../../src/timeline/readMoney.ts';
import { readTimeline } from '../../src/timeline/readTimeline.ts';
import { EVM_ADDRESS, fundedUser, newPayment } from '../support/money.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const user = await fundedUser(desk, '1000.00');
const payment = await newPayment(desk, user.id);

/** A user with 100,000 postings and tens of thousands of everything else. */
const FILL: readonly [table: string, statement: string][] = [
  [
    'transactions',
    `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after, actor_kind,
       prev_hash, hash)
     select gen_random_uuid(), :user, 20, now() - n * interval '1 minute', n + 10, 'bonus', 1, 'system', '', ''
     from generate_series(1, 100000) n`,
  ],
  [
    'payments',
    `insert into payments (id, user_id, amount_usd, created_at, status_changed_at, status, internal_payment_id,
       currency_code, checkout_token, created_by_kind, parent_payment_id)
     select gen_random_uuid(), :user, 20, now() - n * interval '1 minute', now() - n * interval '1 minute', 'expired',
       'PAY_20260101000000_' || lpad(to_hex(n), 8, '0'), 'USDTBSC', 'token-' || n, 'system',
       case when n % 30 = 0 then :payment::uuid end
     from generate_series(1, 30000) n`,
  ],
  [
    'provider_events',
    `insert into provider_events (id, source, provider_payment_id, provider_status, digest, body, received_at)
     select gen_random_uuid(), 'ipn', 'p' || n, 'waiting', 'd' || n, '{}', now() - n * interval '1 minute'
     from generate_series(1, 30000) n`,
  ],
  [
    'provider_event_outcomes',
    `insert into provider_event_outcomes (event_id, outcome, payment_id, user_id, decided_at)
     select e.id, 'applied', case when row_number() over () % 2 = 0 then :payment::uuid end, :user, e.received_at
     from provider_events e where e.digest like 'd%' and length(e.digest) < 9`,
  ],
  [
    'withdrawal_requests',
    `insert into withdrawal_requests (id, user_id, amount_usd, created_at, status_changed_at, rate_fixed_at,
       rate_expires_at, crypto_amount, internal_withdrawal_id, currency_code, wallet_address, network_fee_usd,
       service_fee_usd, payload_hash, required_approvals, requested_by_kind, status, rejected_at)
     select gen_random_uuid(), :user, 20, at, at, at, now(), 5, 'WD_20260101000000_' || lpad(to_hex(n), 8, '0'),
       'USDTBSC', '${EVM_ADDRESS}', 1, 0, 'x', 1, 'system', 'rejected', now()
     from generate_series(1, 20000) n, lateral (select now() - n * interval '1 minute' as at) times`,
  ],
  [
    'withdrawal_approvals',
    `insert into withdrawal_approvals (id, withdrawal_request_id, user_id, staff_id, staff_name, payload_hash,
       created_at)
     select gen_random_uuid(), id, :user, 'somebody', 'Somebody', 'x', created_at from withdrawal_requests`,
  ],
  [
    'suspense_items',
    `insert into suspense_items (id, reason, status, payment_id, user_id, provider_payment_id, currency_code, amount,
       amount_usd, created_at, resolved_at, note, resolved_by_kind)
     select gen_random_uuid(), 'redeposit', 'returned', p.id, :user, 'p' || p.id, 'USDTBSC', 1, 1, p.created_at, now(),
       'why', 'system'
     from payments p where p.user_id = :user limit 20000`,
  ],
  [
    'notes',
    `insert into notes (id, about_user_id, payment_id, action, text, author_kind, created_at)
     select gen_random_uuid(), :user, id, 'addNote', 'a note', 'system', created_at
     from payments where user_id = :user limit 20000`,
  ],
];
await knex.transaction(async (trx) => {
  for (const [table, statement] of FILL) {
    await trx.raw('alter table ?? disable trigger user', [table]);
    await trx.raw(statement, { user: user.id, payment: payment.id });
    await trx.raw('alter table ?? enable trigger user', [table]);
  }
});
await knex.raw('analyze');

const permissions = new Set<Permission>(ROLE_PERMISSIONS.admin);
const row = await Payment.query(knex).findById(payment.id).throwIfNotFound();
const middle = (source: string, at = new Date(Date.now() - 5 * 24 * 3_600_000)) =>
  Buffer.from(JSON.stringify([at.toISOString(), source, user.id])).toString('base64url');

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

async function runsOf(work: () => Promise<unknown>): Promise<{ ms: number; nodes: Node[] }[]> {
  const sent: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: (typeof sent)[number]) => sent.push(query);
  knex.on('query', note);
  await work();
  knex.removeListener('query', note);
  return await Promise.all(
    sent.map(async ({ sql, bindings }) => {
      const { rows } = await knex.raw<{
        rows: { 'QUERY PLAN': [{ Plan: Node; 'Execution Time': number }] }[];
      }>(`explain (analyze, format json) ${sql.replaceAll(/\$\d+/g, '?')}`, bindings);
      const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
      if (plan === undefined) throw new Error('no plan');
      return { ms: plan['Execution Time'], nodes: nodesOf(plan.Plan) };
    }),
  );
}

test.each([
  [
    'the first page of a user',
    1,
    async () => await readTimeline(desk, { of: 'user', id: user.id, permissions }),
  ],
  [
    'a page in the middle of a user',
    1,
    async () => await readTimeline(desk, { of: 'user', id: user.id, permissions, cursor: middle('posting') }),
  ],
  [
    'the first page of a payment',
    1,
    async () => await readTimeline(desk, { of: 'payment', id: payment.id, permissions }),
  ],
  [
    'a page in the middle of a payment',
    1,
    async () =>
      await readTimeline(desk, { of: 'payment', id: payment.id, permissions, cursor: middle('report') }),
  ],
  [
    'where the money of a user is',
    2,
    async () => await readMoney(desk, { userId: user.id, payment: null, permissions }),
  ],
  [
    'where the money of a payment is',
    2,
    async () => await readMoney(desk, { userId: user.id, payment: row, permissions }),
  ],
])('%s reads few rows of many', async (_what, statements, work) => {
  const runs = await runsOf(work);
  expect(runs).toHaveLength(statements);
  for (const { nodes } of runs) {
    const scans = nodes.filter(
      (node) => node['Relation Name'] !== undefined && node['Relation Name'] !== 'currencies',
    );
    expect(scans.length).toBeGreaterThan(1);
    const read = (node: Node) =>
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    expect(
      scans
        .filter((node) => read(node) > 1500)
        .map((node) => [node['Node Type'], node['Relation Name'], read(node)]),
    ).toEqual([]);
  }
  process.stdout.write(`${_what}: ${runs.map(({ ms }) => ms.toFixed(1)).join(' + ')} ms\n`);
});
