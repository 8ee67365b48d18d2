import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { rules } from '../../test/policy/policyDesk.ts';
import { testCommandLine } from '../../test/support/commandLine.ts';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { offerCurrencies, SECRET, testDesk, testSettings } from '../../test/support/testDesk.ts';
import { auditHead } from '../auditChain/auditHead.ts';
import { sealAndAnnounce } from '../audit/sealAndAnnounce.ts';
import type { AppContext } from '../context/appContext.ts';
import { applyPolicy } from '../policies/applyPolicy.ts';
import { verifyDesk } from '../verify/verifyDesk.ts';
import { program } from './program.ts';

const { knex, url } = await testDatabase();
const desk = await testDesk();
const line = testCommandLine(program, testSettings({ DATABASE_URL: url, PAYDESK_SECRET: SECRET }));
const folder = mkdtempSync(join(tmpdir(), 'paydesk-provisioning-'));
const file = join(folder, 'policy.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => line.clear());
await offerCurrencies(desk);

/** What the command answers to `--json`. */
async function json(...words: string[]): Promise<Record<string, unknown>> {
  line.clear();
  await line.run(...words, '--json');
  return JSON.parse(line.out) as Record<string, unknown>;
}

const entries = async () =>
  Number((await knex('audit_log').count<{ count: string }[]>('* as count'))[0]?.count);

/** Alarms about what was written since the last call. */
async function alarms() {
  const heard: object[] = [];
  const log = { error: (facts: object) => void heard.push(facts) };
  const ctx = { knex, log } as unknown as AppContext;
  // Entries younger than a transaction of another test's database wait for it.
  await expect
    .poll(async () => (await sealAndAnnounce(ctx), (await auditHead(knex)).unsealed), { timeout: 20_000 })
    .toBe(0);
  return heard;
}

test('a policy is published once, with its entry, its event and an alarm, and verify accepts it', async () => {
  writeFileSync(file, JSON.stringify(rules({ coolingHours: 6 })));
  await alarms();
  expect(await json('policy', 'apply', file, '--note', 'as agreed')).toEqual({ version: 1, changed: true });
  const [policy] = await knex('withdrawal_policies').select('*');
  expect(policy).toMatchObject({ published_by_staff_id: null, step_up: null, note: 'as agreed' });
  expect(await knex('audit_log').where({ subject_id: policy.id }).first()).toMatchObject({
    action: 'policies.publish',
    actor_kind: 'system',
    actor_name: 'command line',
  });
  expect(await knex('event_outbox').where({ type: 'policy.published' })).toHaveLength(1);
  expect(await alarms()).toMatchObject([
    { alarm: 'CHANGED_AT_SHELL', action: 'policies.publish', subject: { kind: 'policy', id: policy.id } },
  ]);

  const before = await entries();
  expect(await json('policy', 'apply', file)).toEqual({ version: 1, changed: false });
  expect(await entries()).toBe(before);
  expect(await alarms()).toEqual([]);
  const { checks, secondFactors } = await verifyDesk(knex);
  expect(checks.filter(({ faults }) => faults > 0)).toEqual([]);
  expect(secondFactors?.policies).toMatchObject({ checked: 1, notSigned: 1, forged: [] });
});

test('verify finds a policy without a person that the audit log does not know', async () => {
  await knex.raw('alter table withdrawal_policies disable trigger withdrawal_policies_sealed');
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `insert into withdrawal_policies (id, version, rules, note, published_by_name, created_at)
      select gen_random_uuid(), version + 1, rules, note, published_by_name, now() from withdrawal_policies returning id`,
  );
  const found = (await verifyDesk(knex)).checks.filter(({ faults }) => faults > 0);
  expect(JSON.stringify(found)).toContain(rows[0]?.id);
  expect(JSON.stringify(found)).toContain('the audit log does not know it');
  await knex.raw('alter table withdrawal_policies disable trigger withdrawal_policies_are_permanent');
  await knex('withdrawal_policies').where({ id: rows[0]?.id }).delete();
  await knex.raw('alter table withdrawal_policies enable always trigger withdrawal_policies_are_permanent');
  await knex.raw('alter table withdrawal_policies enable always trigger withdrawal_policies_sealed');
});

test('a file that is missing, no JSON, or no rules changes nothing', async () => {
  const before = await entries();
  expect(await line.run('policy', 'apply', join(folder, 'none.json'))).toBe(1);
  writeFileSync(file, '{');
  expect(await line.run('policy', 'apply', file)).toBe(1);
  writeFileSync(file, JSON.stringify({ ...rules(), coolingHours: -1 }));
  expect(await line.run('policy', 'apply', file)).toBe(1);
  expect(line.err).toContain('coolingHours');
  expect(await entries()).toBe(before);
});

test('a currency is offered once', async () => {
  await knex('currencies').where({ code: 'BTC' }).update({ is_active: false });
  expect(await json('currency', 'enable', 'btc')).toMatchObject({ code: 'BTC', changed: true });
  expect(await knex('currencies').where({ code: 'BTC' }).first()).toMatchObject({ is_active: true });
  const before = await entries();
  expect(await json('currency', 'enable', 'BTC')).toMatchObject({ code: 'BTC', changed: false });
  expect(await entries()).toBe(before);
  expect(await json('currency', 'enable', 'GULDEN')).toMatchObject({ error: { reason: 'REFUSED' } });
});

test('a webhook endpoint and an API key are made once, also by two at once', async () => {
  const hook = ['webhook', 'add', 'http://127.0.0.1:4000/paydesk', '--types', 'payment.credited'];
  const key = ['create-api-key', '--name', 'till', '--scopes', 'payments.create,payments.read'];
  await alarms();
  for (const [words, table, secret] of [
    [hook, 'webhook_endpoints', /^whsec_/],
    [key, 'api_keys', /^pk_/],
  ] as const) {
    const twin = testCommandLine(program, testSettings({ DATABASE_URL: url, PAYDESK_SECRET: SECRET }));
    line.clear();
    await Promise.all([line.run(...words), twin.run(...words)]);
    expect([line.out, twin.out].map((out) => out.trim()).toSorted()).toEqual([
      '',
      expect.stringMatching(secret),
    ]);
    expect(await alarms()).toMatchObject([{ alarm: 'CHANGED_AT_SHELL' }]);
    const before = await entries();
    expect(await json(...words)).toMatchObject({ changed: false });
    expect(await json(...words.with(-1, words === hook ? 'payment.expired' : 'users.read'))).toMatchObject({
      error: { reason: 'REFUSED' },
    });
    expect([await entries(), (await knex(table).select('id')).length]).toEqual([before, 1]);
  }
});

test('a key that is revoked makes way for a new one of its name', async () => {
  const words = ['create-api-key', '--name', 'kiosk', '--scopes', 'payments.read'];
  expect(await json(...words)).toMatchObject({ changed: true });
  await knex('api_keys').where({ name: 'kiosk' }).update({ revoked_at: new Date() });
  expect(await json(...words)).toMatchObject({ changed: true, key: expect.stringMatching(/^pk_/) });
});

test('where real money leaves the second factor is asked for, whatever the file says', async () => {
  const real = {
    ...desk,
    settings: { ...desk.settings, provider: { ...desk.settings.provider, simulated: false } },
  };
  const draft = { rules: rules({ coolingHours: 7, secondFactor: 'ifEnrolled' }), note: 'as agreed' };
  expect(await applyPolicy(real, draft)).toMatchObject({ isNew: true, rules: { secondFactor: 'always' } });
  const [published] = await knex('withdrawal_policies').orderBy('version', 'desc').select('rules');
  expect(published.rules).toMatchObject({ coolingHours: 7, secondFactor: 'always' });
  expect(await applyPolicy(real, draft)).toMatchObject({ isNew: false });
});
