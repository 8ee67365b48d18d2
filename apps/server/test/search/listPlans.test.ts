import type { Permission } from '@paydesk/types';
import { expect, test } from 'vitest';
import { MeasuredDesk } from '../../bench/lists/measure.ts';
import { listAudit } from '../../src/audit/listAudit.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { idsFound } from '../../src/rowFilters/searchStatement.ts';
import { newUser, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
const busy = await newUser(desk, 'busiest');
const other = await newUser(desk, 'newest');

/** Of the newer ones none is of the busiest user. */
const ROWS = 80_000;
await knex.transaction(async (trx) => {
  await trx.raw('alter table transactions disable trigger user');
  await trx.raw(
    `insert into transactions (id, user_id, amount_usd, created_at, seq, transaction_type, balance_after, actor_kind,
       prev_hash, hash, description)
     select gen_random_uuid(), case when n < 40000 then ?::uuid else ?::uuid end, 1 + n % 100, now() - n * interval '1 minute', n, 'bonus', 1, 'system', '', '',
       'row ' || n
     from generate_series(1, ?) n`,
    [other.id, busy.id, ROWS],
  );
  await trx.raw('alter table transactions enable trigger user');
});
await knex.raw(
  `insert into users (id, external_id, username) select gen_random_uuid(), 'many-' || n, 'Many a: ba ' || n from generate_series(1, 30000) n`,
);
await knex.raw('vacuum analyze');

const measured = new MeasuredDesk(desk, busy.id);

/** Rows that a search text makes a list read before its page. */
async function rowsRead(text: string, reader = wholeDesk): Promise<number> {
  const { sql, bindings } = idsFound('transactions', text, reader);
  const sent = await measured.sent(async () => await knex.raw(`select ${sql}`, bindings));
  return (await measured.plans(sent)).rowsRead;
}

test.each([
  ['the name of a user with many rows', 'busiest'],
  ['a word that many descriptions have', 'row'],
  ['an amount that many rows have', '7.00'],
  ['one letter', 'r'],
  ['two letters', 'ro'],
  ['punctuation, which is in no index', '...'],
  ['signs that a database may not take for letters', '😀😀'],
  ['single letters', 'a:b'],
])('of %s a list reads few rows', async (_what, text) => {
  expect(await rowsRead(text)).toBeLessThanOrEqual(1500);
});

test('a user’s own search reads no names of other users', async () => {
  // All of the words are in each of them, and none is found.
  expect(await rowsRead('ba Many', { ...wholeDesk, ownUserId: busy.id })).toBeLessThanOrEqual(1500);
});

test('notes of the audit log are not read for a text that their index does not know', async () => {
  await knex.transaction(async (trx) => {
    await trx.raw('alter table audit_log disable trigger user');
    await trx.raw(
      `insert into audit_log (id, action, actor_kind, actor_name, subject_kind, note, created_at)
       select gen_random_uuid(), 'claims.take', 'system', 'A name', 'system', 'busy ' || n, now()
       from generate_series(1, 30000) n`,
    );
    await trx.raw('alter table audit_log enable trigger user');
  });
  await knex.raw('vacuum analyze audit_log');
  const reader = { ...wholeDesk, permissions: new Set<Permission>() };
  const notesRead = async (q: string) => {
    const sent = await measured.sent(async () => await listAudit(desk, { filter: { q } }, reader));
    return (await measured.plans(sent)).rowsRead;
  };
  for (const q of ['...', '😀😀😀', 'a b c']) expect(await notesRead(q), q).toBeLessThan(1500);
  expect((await listAudit(desk, { filter: { q: 'busy 2999' } }, reader)).total).toBe(11);
});
