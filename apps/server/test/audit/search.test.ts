import { type ActionReading, type Permission, ROLE_PERMISSIONS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { auditSearch } from '../../src/audit/auditSearch.ts';
import { auditSubjects } from '../../src/audit/auditSubjects.ts';
import { listAudit } from '../../src/audit/listAudit.ts';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import { setCurrenciesActive } from '../../src/currencies/setCurrenciesActive.ts';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';
import { fundedUser } from '../support/money.ts';
import { pagesRead } from '../support/pagesRead.ts';
import { actors, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
const viewer = await staffCaller(desk, 'viewer');
await offerCurrencies(desk);

interface Entry {
  action: string;
  after: { code?: string; isActive?: boolean } | null;
  subject: { name: string | null; userName: string | null; amountUsd: string | null } | null;
}
const search = async (q: string, more: object = {}) =>
  ((await call(app, viewer, 'audit.list', { filter: { q, ...more } })).data as { data: Entry[] }).data;

const maria = actors.staff('Maria Okafor');
await knex('staff').insert({ id: maria.id, name: 'Maria Okafor', email: 'maria@search.test', role: 'admin' });
const [doge] = await knex('currencies')
  .where({ is_active: true })
  .orderBy('code')
  .limit(1)
  .select('id', 'code');
const [other] = await knex('currencies')
  .where({ is_active: true })
  .orderBy('code', 'desc')
  .select('id', 'code');
await setCurrenciesActive(desk, maria, [String(doge?.id), String(other?.id)], false);
await setCurrenciesActive(desk, maria, [String(doge?.id)], true);
const priya = await fundedUser(desk, '100.00');
await knex('users').where({ id: priya.id }).update({ username: 'Priya Raman', email: 'priya@customer.test' });
const credited = { userId: priya.id, amountUsd: '20.00', reason: 'a courtesy, agreed' };
await adjustBalance(desk, maria, credited);
const at = new Date();
const bystander = actors.staff('Bystander');
await knex('staff').insert({ id: bystander.id, name: 'Bystander', email: 'by@search.test', role: 'viewer' });
await recordAudit(knex, {
  action: 'auth.signIn',
  actor: bystander,
  subjectKind: 'staff',
  subjectId: bystander.id,
  at,
});
await recordAudit(knex, {
  action: 'auth.signOut',
  actor: bystander,
  subjectKind: 'staff',
  subjectId: bystander.id,
  at,
});

const actionsOf = (entries: Entry[]) => entries.map(({ action }) => action);

test('words of a sentence find its entries, and not those of the opposite', async () => {
  expect((await search('switched off')).map(({ after }) => after?.isActive)).toEqual([false, false]);
  expect((await search('Switched on')).map(({ after }) => after?.isActive)).toEqual([true]);
  expect(actionsOf(await search('signed in'))).toContain('auth.signIn');
  expect(actionsOf(await search('signed in'))).not.toContain('auth.signOut');
});

test('words with a currency, a person or a customer find only what is about them', async () => {
  const code = String(doge?.code);
  for (const q of [`switched off ${code}`, `Switched ${code} off`])
    expect((await search(q)).map(({ after }) => after)).toEqual([{ code, isActive: false }]);
  expect(await search('switched off maria')).toHaveLength(2);
  expect(await search('switched off Bystander')).toEqual([]);
  for (const q of ['credited to Priya', 'credited priya@customer.test'])
    expect(new Set(actionsOf(await search(q))), q).toEqual(new Set(['transactions.adjust']));
});

test('a person, a customer, a currency and the beginning of an id find what they did and what was done', async () => {
  expect(new Set(actionsOf(await search('maria@search')))).toEqual(
    new Set(['currencies.setActive', 'transactions.adjust']),
  );
  expect(actionsOf(await search('Raman'))).toContain('transactions.adjust');
  expect((await search(String(doge?.code))).map(({ after }) => after?.isActive)).toEqual([true, false]);
  expect(actionsOf(await search(priya.id.slice(0, 23)))).toContain('users.create');
  const [posting] = await knex('audit_log').where({ action: 'transactions.adjust' }).select('subject_id');
  expect(actionsOf(await search(String(posting?.subject_id).slice(0, 23)))).toContain('transactions.adjust');
});

test('another filter leaves out what does not fit it', async () => {
  expect(await search('switched off', { actorId: bystander.id })).toEqual([]);
  expect(await search('switched off', { createdAfter: new Date(Date.now() + 60_000).toISOString() })).toEqual(
    [],
  );
});

test('the words of another language come as actions', async () => {
  const qReadings: ActionReading[] = [
    { actions: ['currencies.setActive=false', 'unknown.action=x'], rest: '' },
  ];
  expect(await search('ausgeschaltet')).toEqual([]);
  expect(await search('ausgeschaltet', { qReadings })).toHaveLength(2);
});

test('an entry has its subject as it is now; a user’s name only for who may read users', async () => {
  const [entry] = await search('credited Priya');
  expect(entry?.subject).toMatchObject({ userName: 'Priya Raman', amountUsd: '20.00' });
  const [switched] = await search('switched on');
  expect(switched?.subject).toMatchObject({ name: doge?.code, userName: null });
});

test('what a reader may not read has no name, and finds no entries by it', async () => {
  const created = await createEndpoint(desk, maria, {
    url: 'https://hooks.search.test/paydesk?token=hidden-in-a-query',
    description: 'Bookkeeping',
    eventTypes: null,
    after: 0,
  });
  const subjectsFor = async (q: string, permissions: ReadonlySet<Permission>) => {
    const findUsers = permissions.has('users.read');
    const { rows } = await listAudit(desk, { filter: { q } }, { ...wholeDesk, findUsers, permissions });
    const subjects = await auditSubjects(knex, rows, permissions);
    return rows.map(({ id }) => subjects.get(id)?.name ?? subjects.get(id)?.userName ?? null);
  };
  const all = new Set<Permission>(ROLE_PERMISSIONS.viewer);
  const without = (hidden: Permission) => new Set([...all].filter((permission) => permission !== hidden));
  for (const q of ['Bookkeeping', 'hooks.search']) {
    expect(await subjectsFor(q, all), q).toEqual(['Bookkeeping']);
    expect(await subjectsFor(q, without('webhookEndpoints.read')), q).toEqual([]);
  }
  expect(await subjectsFor('hidden-in-a-query', all)).toEqual([]);
  expect(await subjectsFor(created.endpoint.id, without('webhookEndpoints.read'))).toEqual([null]);
  expect(await subjectsFor('Raman', without('users.read'))).toEqual([]);
  const adjusted = async (permissions: ReadonlySet<Permission>) =>
    new Set(await subjectsFor('transactions.adjust', permissions));
  expect(await adjusted(all)).toEqual(new Set(['Priya Raman']));
  expect(await adjusted(without('users.read'))).toEqual(new Set([null]));
});

test('readings of hundreds of actions make no statement of thousands of parts', async () => {
  const actions = Array.from({ length: 200 }, (_, n) => `unknown.action${n}`);
  const qReadings = ['maria', 'Raman', 'Bystander', '203', 'okafor'].map((rest) => ({ actions, rest }));
  let most = 0;
  const note = ({ sql }: { sql: string }) => (most = Math.max(most, sql.split(' union all ').length));
  knex.on('query', note);
  const permissions = new Set<Permission>(ROLE_PERMISSIONS.viewer);
  const filter = { q: 'switched on', qReadings };
  const { rows } = await listAudit(desk, { filter }, { ...wholeDesk, permissions });
  knex.removeListener('query', note);
  expect(rows).toMatchObject([{ after: { isActive: true } }]);
  expect(most).toBeGreaterThan(200);
  expect(most).toBeLessThanOrEqual(600);
});

const ROWS = 80_000;
/** Reading all entries of a person or of an action for a few of them reads 3,400 pages. */
const MAX_PAGES = 2_500;

test('with many entries, every search reads few pages', async () => {
  await knex.transaction(async (trx) => {
    await trx.raw('alter table audit_log disable trigger user');
    // Each has done one thing very often, and never what the other does.
    await trx.raw(
      `insert into audit_log (id, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, note, created_at)
      select gen_random_uuid(), case when is_maria then 'withdrawals.approve' else 'claims.release' end, 'staff',
        case when is_maria then :maria else :bystander end, 'A name', 'withdrawal', gen_random_uuid()::text,
        'note ' || md5(n::text), now() - n * interval '1 minute'
      from generate_series(1, :rows) n, lateral (select n % 2 = 0 as is_maria) who`,
      { maria: maria.id, bystander: bystander.id, rows: ROWS },
    );
    await trx.raw('alter table audit_log enable trigger user');
  });
  await knex.raw('analyze');
  const permissions = new Set<Permission>([
    'users.read',
    'payments.read',
    'withdrawals.read',
    'suspense.read',
    'transactions.read',
  ]);
  const reader = { ...wholeDesk, permissions };
  const texts = [
    'approved',
    'approved maria',
    'approved bystander',
    'released maria',
    'Maria',
    'Priya',
    'switched off',
  ];
  texts.push('approved priya', 'note abc', 'xyzzy');
  for (const q of texts) {
    const pages = await pagesRead(knex, async () => await listAudit(desk, { filter: { q } }, reader));
    expect(pages, q).toBeLessThan(MAX_PAGES);
  }
});

test('the branches of a search are built once, for the page and its count', async () => {
  const reader = { ...wholeDesk, permissions: new Set(ROLE_PERMISSIONS.admin) };
  let built = 0;
  const candidates = () => {
    built += 1;
    return AuditEntry.query(knex).select('audit_log.id');
  };
  const found = await auditSearch(knex, { q: 'switched off' }, { reader, candidates });
  const branches = built;
  expect(branches).toBeGreaterThan(5);
  const pages = [1, 2].map(() => AuditEntry.query(knex).orderBy('id'));
  for (const page of pages) found.apply(page);
  const [page, again] = await Promise.all(pages);
  expect(page).not.toEqual([]);
  expect(again).toEqual(page);
  expect(built).toBe(branches);
});
