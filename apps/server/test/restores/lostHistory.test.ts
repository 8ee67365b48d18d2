import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { sealLedgerJob } from '../../src/audit/sealLedger.job.ts';
import { systemClock } from '../../src/base/clock.ts';
import { DeskRestore } from '../../src/models/DeskRestore.ts';
import { OriginKey } from '../../src/origin/originKey.ts';
import { noticeLostHistory } from '../../src/restores/noticeLostHistory.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { exportSeals, readExportedSeals } from '../../src/seals/exportedSeals.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { sealKeyOf } from '../../src/seals/sealKey.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { newUser, SECRET, testDesk } from '../support/testDesk.ts';
import { sealBooks, sealKey } from '../verify/sealBooks.ts';
import { lostSeal } from './lostSeal.ts';
import { RESTORED, resume } from './lostTime.ts';

const directory = mkdtempSync(join(tmpdir(), 'paydesk-exported-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const inThePast = await testDesk();
const alarms: unknown[] = [];
const desk = {
  ...inThePast,
  clock: systemClock,
  settings: { ...inThePast.settings, seals: { ...inThePast.settings.seals, exportDir: directory } },
  log: Object.assign(Object.create(inThePast.log) as typeof inThePast.log, {
    error: ({ alarm }: { alarm: unknown }) => void alarms.push(alarm),
  }),
};
const { knex } = desk;
await drawOriginBoundary(knex, sealKey);

/** Exports the seals of what is new; then two that a restore takes away. Returns when the database's own history ended. */
async function loseHistory(): Promise<Date> {
  await newUser(inThePast);
  await exportSeals(directory, await sealBooks(knex));
  const last = await knex('ledger_seals').orderBy('seq', 'desc').first<{ seq: string; sealed_at: Date }>();
  await pause(20);
  const lost = [1, 2].map((further) => lostSeal(Number(last.seq) + further));
  await exportSeals(directory, lost);
  await pause(20);
  alarms.length = 0;
  return last.sealed_at;
}

/** The worker's job until there is a new seal. */
async function seal(): Promise<void> {
  const count = async () => (await knex('ledger_seals').select('seq')).length;
  const before = await count();
  await newUser(inThePast);
  for (let runs = 0; runs < 200 && (await count()) === before; runs += 1) {
    await sealLedgerJob.run(desk);
    await pause(50);
  }
}

const sealFaults = async () =>
  (
    await verifyDesk(knex, {
      origin: new OriginKey(SECRET),
      seals: {
        publicKeys: [sealKey.publicKey, sealKeyOf(desk.settings.seals.secret).publicKey],
        exported: await readExportedSeals(join(directory, 'paydesk-seals.jsonl')),
      },
    })
  ).checks.find(({ name }) => name === 'seals');

test('what was lost is the same, whether a restore is recorded before or after a process has run', async () => {
  for (const order of ['record, start, seal', 'start, seal, record', 'seal, start, record']) {
    const end = await loseHistory();
    for (const step of order.split(', ')) {
      if (step === 'start') await noticeLostHistory(desk);
      if (step === 'seal') await seal();
      // The time is given too late: all that was written since the restore is before it.
      if (step === 'record') await recordRestore(desk, { ...RESTORED, restoredTo: new Date() });
      await pause(20);
    }
    const record = await DeskRestore.query(knex).orderBy('restoredAt', 'desc').first().throwIfNotFound();
    expect([order, record.historyEndsAt]).toEqual([order, end]);
    expect([order, await sealFaults()]).toMatchObject([order, { firstBad: null, faults: 0 }]);
    expect([order, alarms.includes('RESTORED_WITHOUT_RECORD')]).toEqual([order, !order.startsWith('record')]);
  }
});

test('a worker that goes on after a failover notices it before it exports another seal', async () => {
  await resume(desk);
  await loseHistory();
  await seal();
  expect(alarms).toContain('RESTORED_WITHOUT_RECORD');
  expect(await knex('payout_stops').whereNull('resumed_at')).toHaveLength(1);
  alarms.length = 0;
  await seal();
  expect(alarms).toEqual([]);
});
