import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OriginKey } from '../../src/origin/originKey.ts';
import { noticeLostHistory } from '../../src/restores/noticeLostHistory.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { exportSeals, readExportedSeals } from '../../src/seals/exportedSeals.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { systemClock } from '../../src/base/clock.ts';
import { resumePayouts } from '../../src/withdrawals/stopPayouts.ts';
import { hire } from '../stepUp/people.ts';
import { fundedUser, refusalOf } from '../support/money.ts';
import { newUser, SECRET, testDesk } from '../support/testDesk.ts';
import { faultsOf } from '../verify/asOwner.ts';
import { sealBooks, sealKey } from '../verify/sealBooks.ts';
import { lostSeal } from './lostSeal.ts';

const directory = mkdtempSync(join(tmpdir(), 'paydesk-exported-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const inThePast = await testDesk();
const desk = {
  ...inThePast,
  clock: systemClock,
  settings: { ...inThePast.settings, seals: { ...inThePast.settings.seals, exportDir: directory } },
};
const { knex } = desk;
const origin = new OriginKey(SECRET);
const file = join(directory, 'paydesk-seals.jsonl');
const facts = { restoredBy: 'root@db1', note: 'the disk was broken' };
const later = async () => await new Promise((resolve) => setTimeout(resolve, 20));
const verify = async () =>
  await verifyDesk(knex, {
    origin,
    seals: { publicKeys: [sealKey.publicKey], exported: await readExportedSeals(file) },
  });
const isStopped = async () => (await knex('payout_stops').whereNull('resumed_at')).length > 0;

await drawOriginBoundary(knex, sealKey);
await fundedUser(inThePast, '10.00');
await exportSeals(directory, await sealBooks(knex));
await sequenceEvents(desk);

test('a database that has the last exported seal is taken as it is', async () => {
  expect(await noticeLostHistory(desk)).toBe(false);
  expect(await isStopped()).toBe(false);
});

test('numbers of events continue far ahead: a reader who was ahead misses nothing', async () => {
  const { cursor: kept } = await readEvents(knex, { limit: 1, after: 'now' });
  // The reader has seen events that the restore takes away.
  const reader = kept + 50;
  expect(await refusalOf(readEvents(knex, { limit: 10, after: reader }))).toBe('INVALID_CURSOR');
  await recordRestore(desk, { ...facts, restoredTo: new Date() });
  await fundedUser(inThePast, '11.00');
  await sequenceEvents(desk);
  const { events } = await readEvents(knex, { limit: 100, after: reader });
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['desk.restored', 'payouts.stopped', 'transaction.created']),
  );
  expect(Number(events[0]?.sequence)).toBe(kept + 1_000_000_001);
  expect(events.find(({ type }) => type === 'desk.restored')?.data).toMatchObject({
    lostAfter: kept,
    continuesAfter: kept + 1_000_000_000,
  });
});

test('numbers are skipped for a restore alone', async () => {
  await expect(knex('event_head').update({ sequence: knex.raw('sequence + 1000000000') })).rejects.toThrow(
    'the head of the events is their last number',
  );
});

test('seals that were lost in a restore are not reported as missing', async () => {
  await exportSeals(directory, await sealBooks(knex));
  expect(faultsOf(await verify())).toEqual({});
  // Sealed after the point to which the database is restored.
  const seq = Number((await knex('ledger_seals').max<{ max: string }[]>('seq as max').first())?.max) + 1;
  const restoredTo = new Date();
  await later();
  await exportSeals(directory, [lostSeal(seq), lostSeal(seq + 1)]);
  expect(faultsOf(await verify()).seals).toContain('it was exported, and is not there any more');
  await later();
  const { id } = await recordRestore(desk, { ...facts, restoredTo });
  await newUser(inThePast);
  await exportSeals(directory, await sealBooks(knex));
  const verdict = await verify();
  expect(faultsOf(verdict)).toEqual({});
  expect(verdict.seals?.lost.get(id)).toBe(2);
  // One from before it is still missing, and so is one from after it.
  await exportSeals(directory, [lostSeal(1, new Date(0))]);
  expect(faultsOf(await verify()).seals).toContain('ledger_seals 1: it differs from the exported one');
});

test('a record of a restore that somebody else wrote explains nothing', async () => {
  const trx = await knex.transaction();
  try {
    await trx('desk_restores').insert({
      id: crypto.randomUUID(),
      restored_by: 'me',
      note: 'as if',
      restored_to: new Date(0),
      restored_at: new Date(),
      history_ends_at: new Date(0),
      last_seal_seq: 0,
      last_seal_hash: '',
    });
    await trx.commit();
    const faults = faultsOf(await verify());
    expect(faults.origins).toContain('desk_restores');
    expect(faults.seals).toContain('it differs from the exported one');
  } finally {
    await knex.raw('alter table desk_restores disable trigger user');
    await knex('desk_restores').whereNull('origin_mac').delete();
  }
});

test('a database without the last exported seal stops payouts, and says so', async () => {
  const keeper = { kind: 'staff' as const, id: (await hire(desk, 'admin')).id, name: 'Keeper' };
  await resumePayouts(desk, keeper, 'the lists are compared');
  expect(await isStopped()).toBe(false);
  const alarms: unknown[] = [];
  const log = { ...desk.log, error: (entry: unknown) => alarms.push(entry) } as unknown as typeof desk.log;
  await exportSeals(directory, [lostSeal(10_000)]);
  expect(await noticeLostHistory({ ...desk, log })).toBe(true);
  expect(alarms).toMatchObject([{ alarm: 'RESTORED_WITHOUT_RECORD', seal: 10_000 }]);
  expect(await isStopped()).toBe(true);
  expect(await knex('audit_log').where({ action: 'system.historyLost' })).toHaveLength(1);
});
