import type { PolicyRules, StepUpEvidence } from '@paydesk/types';
import { expect, test } from 'vitest';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { WithdrawalDecision } from '../../src/models/WithdrawalDecision.ts';
import { WithdrawalPolicy } from '../../src/models/WithdrawalPolicy.ts';
import { publishPolicy } from '../../src/policies/publishPolicy.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { policyChallenge } from '../../src/stepUp/challenges.ts';
import { appCaller, call, httpDesk, staffCaller } from '../support/http.ts';
import { fundedUser, refusalOf, tally } from '../support/money.ts';
import { actors, offerCurrencies, secondDesk } from '../support/testDesk.ts';
import { enrolTotp, hire } from '../stepUp/people.ts';
import { requestWithdrawal, rules } from './policyDesk.ts';

const { desk, app } = await httpDesk();
const two = await secondDesk(desk);
await offerCurrencies(desk);
const { knex } = desk;

async function admin() {
  const staff = await hire(desk, 'admin');
  return {
    actor: { kind: 'staff' as const, id: staff.id, name: staff.name },
    totp: await enrolTotp(desk, staff.id),
  };
}

const versionNow = async () => (await currentPolicy(knex, desk)).version;
const note = 'as agreed on Monday';

test('before anything is published the settings are version 0, and the first published is version 1', async () => {
  const viewer = await staffCaller(desk, 'viewer');
  expect((await call(app, viewer, 'policies.current', {})).data).toMatchObject({
    id: 'settings',
    version: 0,
    isCurrent: true,
    publishedBy: null,
    publishedAt: null,
  });
  expect((await call(app, viewer, 'policies.list', {})).data).toMatchObject({ data: [], total: 0 });
  const ada = await admin();
  await publishPolicy(desk, ada.actor, {
    rules: rules({ coolingHours: 1 }),
    note,
    baseVersion: 0,
    proof: ada.totp.code(),
  });
  expect((await call(app, viewer, 'policies.current', {})).data).toMatchObject({
    version: 1,
    isCurrent: true,
    publishedBy: ada.actor.name,
    note,
    rules: rules({ coolingHours: 1 }),
  });
});

test('a change is stored with its author, its proof and the rules it replaced', async () => {
  const ada = await admin();
  const before = await currentPolicy(knex, desk);
  const changed = rules({ coolingHours: 48, perUser: { dayUsd: '5000.00' } });
  const policy = await publishPolicy(desk, ada.actor, {
    rules: changed,
    note,
    baseVersion: before.version,
    proof: ada.totp.code(),
  });
  expect(policy).toMatchObject({
    version: before.version + 1,
    publishedByStaffId: ada.actor.id,
    publishedByName: ada.actor.name,
    note,
  });
  expect(policy.stepUp).toMatchObject({
    kind: 'totp',
    staffId: ada.actor.id,
    challenge: policyChallenge(before.version, changed),
  } satisfies Partial<StepUpEvidence>);
  expect(await AuditEntry.query(knex).where({ subjectId: policy.id })).toMatchObject([
    {
      action: 'policies.publish',
      actorId: ada.actor.id,
      subjectKind: 'policy',
      note,
      before: { version: before.version, rules: before.rules },
      after: { version: policy.version, rules: changed },
    },
  ]);
});

test('of two who publish at once, one gets POLICY_CHANGED', async () => {
  for (let round = 0; round < 4; round += 1) {
    const [ada, bob] = [await admin(), await admin()];
    const baseVersion = await versionNow();
    const work = [
      publishPolicy(desk, ada.actor, {
        rules: rules({ coolingHours: 2 }),
        note,
        baseVersion,
        proof: ada.totp.code(),
      }),
      publishPolicy(two, bob.actor, {
        rules: rules({ coolingHours: 3 }),
        note,
        baseVersion,
        proof: bob.totp.code(),
      }),
    ];
    expect(await tally(work)).toEqual({ succeeded: 1, refused: { POLICY_CHANGED: 1 } });
    expect(await versionNow()).toBe(baseVersion + 1);
  }
});

test('a draft of an older version is refused before a second factor is used up', async () => {
  const ada = await admin();
  const baseVersion = await versionNow();
  const proof = ada.totp.code();
  for (const stale of [baseVersion - 1, baseVersion + 1]) {
    expect(
      await refusalOf(publishPolicy(desk, ada.actor, { rules: rules(), note, baseVersion: stale, proof })),
    ).toBe('POLICY_CHANGED');
  }
  expect((await publishPolicy(desk, ada.actor, { rules: rules(), note, baseVersion, proof })).version).toBe(
    baseVersion + 1,
  );
});

test('without the second factor that the policy in force requires, nothing is published', async () => {
  const ada = await admin();
  await publishPolicy(desk, ada.actor, {
    rules: rules({ secondFactor: 'always' }),
    note,
    baseVersion: await versionNow(),
    proof: ada.totp.code(),
  });
  const baseVersion = await versionNow();
  const unenrolled = await hire(desk, 'admin');
  // The draft's own setting does not apply yet.
  const draft: PolicyRules = rules({ secondFactor: 'ifEnrolled' });
  const without = { rules: draft, note, baseVersion };
  expect(await refusalOf(publishPolicy(desk, ada.actor, without))).toBe('SECOND_FACTOR_REQUIRED');
  expect(
    await refusalOf(
      publishPolicy(desk, { kind: 'staff', id: unenrolled.id, name: unenrolled.name }, without),
    ),
  ).toBe('SECOND_FACTOR_REQUIRED');
  expect(
    await refusalOf(publishPolicy(desk, ada.actor, { ...without, proof: { kind: 'totp', code: '000000' } })),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(await versionNow()).toBe(baseVersion);
});

test('only staff can publish, and only an admin', async () => {
  const draft = { rules: rules(), note, baseVersion: await versionNow() };
  for (const actor of [actors.service(), actors.system])
    expect(await refusalOf(publishPolicy(desk, actor, draft))).toBe('STAFF_ONLY');
  const answers = await Promise.all(
    [
      ...(['viewer', 'operator', 'approver'] as const).map(async (role) => await staffCaller(desk, role)),
      appCaller(desk, ['withdrawals.create']),
    ].map(async (caller) => (await call(app, await caller, 'policies.publish', draft)).error?.data.reason),
  );
  expect(answers).toEqual([
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
  ]);
});

test('a draft whose bands do not begin at 0.00, or decrease, is refused with the field', async () => {
  const caller = await staffCaller(desk, 'admin');
  const bands = (approvals: PolicyRules['approvals']) => ({
    rules: { ...rules(), approvals },
    note,
    baseVersion: 0,
  });
  for (const approvals of [
    [{ fromUsd: '1.00', approvals: 1 }],
    [
      { fromUsd: '0.00', approvals: 1 },
      { fromUsd: '0.00', approvals: 2 },
    ],
    [{ fromUsd: '0.00', approvals: 0 }],
    [],
  ]) {
    const { error } = await call(app, caller, 'policies.publish', bands(approvals));
    expect([error?.data.reason, Object.keys(error?.data.zodError?.fieldErrors ?? {})[0]]).toEqual([
      'INVALID_INPUT',
      expect.stringMatching(/^rules\.approvals/),
    ]);
  }
});

test('all versions stay readable, and one of them is in force', async () => {
  const viewer = await staffCaller(desk, 'viewer');
  const { data } = (await call(app, viewer, 'policies.list', { perPage: 3 })).data as {
    data: { id: string; version: number; isCurrent: boolean }[];
  };
  const newest = await versionNow();
  expect(data.map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
    [newest, true],
    [newest - 1, false],
    [newest - 2, false],
  ]);
  expect((await call(app, viewer, 'policies.get', { id: data[1]?.id })).data).toEqual(data[1]);
  expect((await call(app, viewer, 'policies.getMany', { ids: [data[2]?.id] })).data).toEqual({
    data: [data[2]],
  });
  expect((await call(app, viewer, 'policies.get', { id: actors.staff().id })).error?.data.reason).toBe(
    'NOT_FOUND',
  );
});

test('neither a policy nor a decision can be changed, deleted or truncated', async () => {
  await requestWithdrawal(desk, { userId: (await fundedUser(desk, '100.00')).id });
  expect(
    [
      await WithdrawalPolicy.query(knex).resultSize(),
      await WithdrawalDecision.query(knex).resultSize(),
    ].every((rows) => rows > 0),
  ).toBe(true);
  for (const [table, column] of [
    ['withdrawal_policies', 'note'],
    ['withdrawal_decisions', 'outcome'],
  ] as const) {
    const writes = [
      knex(table).update({ [column]: 'pass' }),
      knex(table).delete(),
      knex.raw('truncate ?? cascade', [table]),
    ];
    for (const write of writes) expect(await refusalOf(write)).toBe('IMMUTABLE');
    const { rows } = await knex.raw<{ rows: { tgenabled: string }[] }>(
      `select tgenabled from pg_trigger where not tgisinternal and tgrelid = ?::regclass`,
      [table],
    );
    expect(rows.map(({ tgenabled }) => tgenabled)).toEqual(rows.map(() => 'A'));
  }
});

test('no version is skipped or used twice, by psql either', async () => {
  const policy = await knex('withdrawal_policies')
    .orderBy('version', 'desc')
    .first<Record<string, unknown>>();
  const newest = await versionNow();
  const copy = (version: number) =>
    knex('withdrawal_policies').insert({
      ...policy,
      id: actors.staff().id,
      version,
      rules: '{}',
      step_up: '{}',
    });
  for (const version of [newest, newest + 2, 1, 0, -1])
    expect(await refusalOf(copy(version)), String(version)).toBe('POLICY_CHANGED');
});

test('rules that do not fit the schema decide nothing', async () => {
  const trx = await knex.transaction();
  const policy = await trx('withdrawal_policies').orderBy('version', 'desc').first<Record<string, unknown>>();
  await trx('withdrawal_policies').insert({
    ...policy,
    id: actors.staff().id,
    version: Number(policy['version']) + 1,
    rules: '{"approvals": []}',
    step_up: '{}',
  });
  const decided = await currentPolicy(trx, desk).then(
    () => 'decided',
    (error: Error) => error.name,
  );
  await trx.rollback();
  expect(decided).toBe('ZodError');
});

test('a decision without a withdrawal is always of a refused request', async () => {
  const decision = await knex('withdrawal_decisions').first<Record<string, unknown>>();
  const insert = (changes: object) =>
    knex('withdrawal_decisions').insert({
      ...decision,
      reasons: JSON.stringify(decision['reasons']),
      facts: JSON.stringify(decision['facts']),
      id: actors.staff().id,
      withdrawal_request_id: null,
      ...changes,
    });
  expect(await refusalOf(insert({ outcome: 'pass' }))).toBe('only_refused_requests_have_no_withdrawal');
  expect(await refusalOf(insert({ outcome: 'stop', moment: 'approve' }))).toBe(
    'only_refused_requests_have_no_withdrawal',
  );
  expect(
    await refusalOf(insert({ outcome: 'stop', moment: 'create', withdrawal_request_id: actors.staff().id })),
  ).toMatch(/withdrawal_request_id_fkey/);
  await insert({ outcome: 'stop', moment: 'create' });
});
