import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { beforeEach, expect, test } from 'vitest';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import { auditHead } from '../../src/auditChain/auditHead.ts';
import { sealAudit } from '../../src/auditChain/sealAudit.ts';
import { verifyAudit } from '../../src/verify/verifyAudit.ts';
import { systemActor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { refusalOf } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { sealAll } from './sealAll.ts';

const { knex } = await testDatabase();

/** The evidence of a second factor, which is part of an entry's hash. */
const stepUp = {
  kind: 'totp' as const,
  staffId: newId(),
  challenge: 'a'.repeat(64),
  covers: null,
  verifiedAt: '2026-01-01T00:00:00.000Z',
  passkeyId: null,
  assertion: null,
};

/** Every other entry was made with a second factor. */
async function record(db: Knex, note: string): Promise<void> {
  // Entries of the same millisecond have no order.
  await sleep(2);
  await recordAudit(db, {
    action: 'users.addNote',
    actor: { ...systemActor('test'), stepUp: /[02468]$/.test(note) ? stepUp : null },
    subjectKind: 'system',
    subjectId: null,
    note,
    after: { note },
    at: new Date(),
  });
}

const sealed = () =>
  knex('audit_seals')
    .join('audit_log', 'audit_log.id', 'entry_id')
    .orderBy('seq')
    .select<{ seq: string; note: string; entry_id: string }[]>('seq', 'note', 'entry_id');

/** Changes rows as only the owner of the tables can, with all triggers and foreign keys off; rolled back afterwards. */
async function tampering(
  work: (trx: Knex.Transaction) => Promise<unknown>,
): Promise<Awaited<ReturnType<typeof verifyAudit>>['firstBad']> {
  const trx = await knex.transaction();
  try {
    for (const table of ['audit_log', 'audit_seals', 'audit_head'])
      await trx.raw('alter table ?? disable trigger user', [table]);
    await trx.raw('alter table audit_seals drop constraint audit_seals_entry_id_fkey');
    await work(trx);
    // Inside the transaction: it alone sees the damage. The numbers of running transactions do not matter to
    // the walk.
    return (await verifyAudit(asKnex(trx))).firstBad;
  } finally {
    await trx.rollback();
  }
}

/** verifyAudit opens a read-only transaction, which is not possible inside another one. */
function asKnex(trx: Knex.Transaction): Knex {
  return {
    transaction: async (work: (inner: Knex.Transaction) => Promise<unknown>) => await work(trx),
  } as unknown as Knex;
}

let noted = 0;
beforeEach(async () => {
  for (let n = 0; n < 5; n += 1) await record(knex, `note ${(noted += 1)}`);
  await sealAll(knex);
});

test('entries are chained without gaps, in the order in which they were written', async () => {
  const rows = await sealed();
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_row, index) => index + 1));
  expect(rows.map(({ note }) => note)).toEqual(rows.map((_row, index) => `note ${index + 1}`));
  expect(await verifyAudit(knex)).toMatchObject({
    rows: rows.length,
    head: { seq: rows.length, unsealed: 0 },
    firstBad: null,
  });
});

test('sealing again changes nothing', async () => {
  const before = await auditHead(knex);
  expect(await sealAudit(knex)).toBe(0);
  expect(await auditHead(knex)).toEqual(before);
});

test('an entry of a running transaction waits, and so does everything written after it started', async () => {
  const { seq } = await auditHead(knex);
  const slow = await knex.transaction();
  await record(slow, `note ${(noted += 1)}`);
  await record(knex, `note ${(noted += 1)}`);
  expect(await sealAudit(knex)).toBe(0);
  expect(await auditHead(knex)).toMatchObject({ seq, unsealed: 1 });
  await slow.commit();
  expect(await sealAll(knex)).toBe(2);
  expect((await sealed()).slice(-2).map(({ note }) => note)).toEqual([`note ${noted - 1}`, `note ${noted}`]);
});

test('with many concurrent sealers and writers every entry gets exactly one place', async () => {
  const { seq } = await auditHead(knex);
  const writers = Array.from({ length: 8 }, async (_none, writer) => {
    for (let n = 0; n < 20; n += 1) {
      await knex
        .transaction(async (trx) => {
          await record(trx, `writer ${writer}`);
          await trx.raw('select pg_sleep(random() * 0.01)');
          if (n % 7 === 0) throw new Error('rolled back');
        })
        .catch(() => undefined);
    }
  });
  let writing = true;
  const sealers = [1, 2, 3].map(async () => {
    while (writing) await sealAudit(knex);
  });
  await Promise.all(writers);
  writing = false;
  await Promise.all(sealers);
  await sealAll(knex);
  expect(await verifyAudit(knex)).toMatchObject({ head: { seq: seq + 8 * 17, unsealed: 0 }, firstBad: null });
  noted = (await knex('audit_log')).length;
});

test('a backlog of more than one batch is sealed completely', async () => {
  const { seq } = await auditHead(knex);
  await knex.raw(
    `insert into audit_log (id, action, actor_kind, subject_kind, created_at)
     select gen_random_uuid(), 'test.bulk', 'system', 'system', now() from generate_series(1, 4500)`,
  );
  expect(await sealAll(knex)).toBe(4500);
  expect(await verifyAudit(knex)).toMatchObject({ head: { seq: seq + 4500 }, firstBad: null });
});

test('a changed entry is found, whatever was changed', async () => {
  const victim = (await sealed())[2] as { entry_id: string; seq: string };
  const changes = {
    action: 'x',
    actor_kind: 'staff',
    actor_id: 'x',
    actor_name: 'x',
    subject_kind: 'x',
    subject_id: 'x',
    note: 'x',
    before: '{}',
    after: '{}',
    ip_address: 'x',
    request_id: 'x',
    session_id: 'x',
    user_agent: 'x',
    created_at: new Date(0),
    recorded_at: new Date(0),
    txid: '1',
    step_up: '{}',
  };
  // The proof of origin is checked by itself (test/verify/origins.test.ts).
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `select column_name as name from information_schema.columns where table_name = 'audit_log' and column_name not in ('id', 'origin_mac')`,
  );
  expect(Object.keys(changes).sort()).toEqual(rows.map(({ name }) => name).sort());
  for (const [column, value] of Object.entries(changes)) {
    const fault = await tampering(
      async (trx) =>
        await trx('audit_log')
          .where({ id: victim.entry_id })
          .update({ actor_id: 'y', [column]: value }),
    );
    expect(fault, column).toEqual({
      entryId: victim.entry_id,
      seq: 3,
      problem: 'its content does not match its hash',
    });
  }
});

test('a changed seal is found', async () => {
  const [, , third, fourth] = await sealed();
  const change = (column: string, value: unknown) =>
    tampering(
      async (trx) =>
        await trx('audit_seals')
          .where({ seq: 3 })
          .update({ [column]: value }),
    );
  expect(await change('sealed_at', new Date(0))).toMatchObject({
    entryId: third?.entry_id,
    problem: 'its content does not match its hash',
  });
  expect(await change('hash', 'f'.repeat(64))).toMatchObject({
    entryId: third?.entry_id,
    problem: 'its content does not match its hash',
  });
  expect(await change('prev_hash', 'f'.repeat(64))).toMatchObject({
    entryId: third?.entry_id,
    problem: 'it does not continue the chain',
  });
  const rehashed = await tampering(async (trx) => {
    await trx('audit_log').where({ id: third?.entry_id }).update({ note: 'forged' });
    await trx.raw(
      `update audit_seals s set hash = audit_seal_hash(a, s.seq, s.prev_hash, s.sealed_at)
       from audit_log a where a.id = s.entry_id and s.seq = 3`,
    );
  });
  expect(rehashed).toMatchObject({ entryId: fourth?.entry_id, problem: 'it does not continue the chain' });
});

test('a removed entry is found, with and without its seal', async () => {
  const [, second, third] = await sealed();
  expect(
    await tampering(async (trx) => await trx('audit_log').where({ id: second?.entry_id }).delete()),
  ).toEqual({ entryId: second?.entry_id, seq: 2, problem: 'it was removed from the log' });
  const both = await tampering(async (trx) => {
    await trx('audit_log').where({ id: second?.entry_id }).delete();
    await trx('audit_seals').where({ seq: 2 }).delete();
  });
  expect(both).toEqual({ entryId: third?.entry_id, seq: 3, problem: 'an entry before it is missing' });
});

test('an entry that was inserted later is found', async () => {
  const id = '00000000-0000-7000-8000-000000000001';
  const row = {
    id,
    action: 'forged',
    actor_kind: 'system',
    subject_kind: 'system',
    created_at: new Date(0),
    recorded_at: new Date(0),
    txid: '3',
  };
  expect(await tampering(async (trx) => await trx('audit_log').insert(row))).toEqual({
    entryId: id,
    seq: null,
    problem: 'it was inserted later: it is not in the chain',
  });
});

test('two swapped entries are found', async () => {
  const [, second, third] = await sealed();
  const fault = await tampering(async (trx) => {
    await trx.raw('alter table audit_seals drop constraint audit_seals_entry_id_key');
    await trx('audit_seals').where({ seq: 2 }).update({ entry_id: third?.entry_id });
    await trx('audit_seals').where({ seq: 3 }).update({ entry_id: second?.entry_id });
  });
  expect(fault).toEqual({ entryId: third?.entry_id, seq: 2, problem: 'its content does not match its hash' });
});

test('a chain that was cut off at its end is found by its head', async () => {
  const { seq } = await auditHead(knex);
  const cut = async (trx: Knex.Transaction) => {
    await trx('audit_seals')
      .where('seq', '>', seq - 2)
      .delete();
    await trx('audit_log').whereNotExists(trx('audit_seals').whereRaw('entry_id = audit_log.id')).delete();
  };
  expect(await tampering(cut)).toMatchObject({
    entryId: null,
    seq,
    problem: `the chain was cut off: it ends at ${seq - 2}, its head says ${seq}`,
  });
});

test('if the head is reset as well, only a stored head shows it', async () => {
  const { seq, hash } = await auditHead(knex);
  expect((await verifyAudit(knex, { seq, hash })).firstBad).toBeNull();
  expect((await verifyAudit(knex, { seq, hash: 'f'.repeat(64) })).firstBad).toMatchObject({
    seq,
    problem: 'it differs from the stored head: the chain was rebuilt',
  });
  expect((await verifyAudit(knex, { seq: seq + 1, hash })).firstBad).toMatchObject({
    seq: seq + 1,
    problem: 'the chain ends before the stored head',
  });
});

test('the chain does not continue over missing seals', async () => {
  const trx = await knex.transaction();
  await trx.raw('alter table audit_seals disable trigger audit_seals_are_permanent');
  await trx('audit_seals')
    .where({ seq: (await auditHead(knex)).seq })
    .delete();
  await trx.raw('alter table audit_seals enable always trigger audit_seals_are_permanent');
  const [entry] = await trx('audit_log')
    .whereNotExists(trx('audit_seals').whereRaw('entry_id = audit_log.id'))
    .select('id');
  expect(await refusalOf(trx('audit_seals').insert({ entry_id: entry.id }))).toBe('IMMUTABLE');
  await trx.rollback();
});

test('seals and the head cannot be written by hand', async () => {
  const { seq, hash } = await auditHead(knex);
  await record(knex, `note ${(noted += 1)}`);
  const entry = await knex('audit_log')
    .where({ note: `note ${noted}` })
    .first<{ id: string }>('id');
  await knex('audit_seals').insert({
    entry_id: entry.id,
    seq: 99,
    prev_hash: 'mine',
    hash: 'mine',
    sealed_at: new Date(0),
  });
  expect(await knex('audit_seals').where({ entry_id: entry.id }).first()).toMatchObject({
    seq: String(seq + 1),
    prev_hash: hash,
  });
  expect((await verifyAudit(knex)).firstBad).toBeNull();
  expect(await refusalOf(knex('audit_head').update({ seq: 1 }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('audit_head').update({ hash: 'mine' }))).toBe('IMMUTABLE');
  for (const table of ['audit_seals', 'audit_head']) {
    expect(await refusalOf(knex(table).delete())).toBe('IMMUTABLE');
    expect(await refusalOf(knex.raw('truncate ?? cascade', [table]))).toBe('IMMUTABLE');
  }
  expect(await refusalOf(knex('audit_seals').update({ hash: 'mine' }))).toBe('IMMUTABLE');
});

test('the time of writing is the server’s, not the statement’s', async () => {
  await knex('audit_log').insert({
    id: '00000000-0000-7000-8000-000000000002',
    action: 'late',
    actor_kind: 'system',
    subject_kind: 'system',
    created_at: new Date(0),
    recorded_at: new Date(0),
    txid: '3',
  });
  const row = await knex('audit_log')
    .where({ action: 'late' })
    .first<{ recorded_at: Date; txid: string }>('recorded_at', 'txid');
  expect(Math.abs(row.recorded_at.getTime() - Date.now())).toBeLessThan(10_000);
  expect(BigInt(row.txid)).toBeGreaterThan(3n);
  expect(await sealAll(knex)).toBe(1);
});

test('a dump restored into another cluster continues to be sealed, and is intact', async () => {
  const { seq } = await auditHead(knex);
  const trx = await knex.transaction();
  await trx.raw('alter table audit_head disable trigger user');
  // As the other cluster would see it: its own numbers begin low, those that came with the dump lie far
  // ahead.
  await trx('audit_head').update({ cluster: 1, sealed_below: '9000000000' });
  await trx.raw('alter table audit_head enable always trigger audit_head_guard');
  await trx.raw('alter table audit_log disable trigger audit_log_stamp');
  await trx('audit_log').insert({
    id: '00000000-0000-7000-8000-000000000003',
    action: 'from the dump',
    actor_kind: 'system',
    subject_kind: 'system',
    recorded_at: new Date(),
    txid: '9000000001',
  });
  await trx.raw('alter table audit_log enable always trigger audit_log_stamp');
  await trx.commit();
  await record(knex, 'after the move');
  expect((await verifyAudit(knex)).firstBad).toBeNull();
  expect(await sealAll(knex)).toBe(2);
  expect(await verifyAudit(knex)).toMatchObject({ head: { seq: seq + 2, unsealed: 0 }, firstBad: null });
  await record(knex, 'later');
  expect(await sealAll(knex)).toBe(1);
});
