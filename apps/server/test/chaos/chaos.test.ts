import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type * as Decide from '../../src/payments/decideReport.ts';
import { createChaosDatabase, createTemplate } from './desk/chaosDatabase.ts';
import { runSchedule } from './schedule/runSchedule.ts';
import { createTestBed, type TestBed } from './schedule/testBed.ts';

/** A defect that is put into the product while this is true. */
const defect = vi.hoisted(() => ({ creditsPartsInFull: false }));

vi.mock(import('../../src/payments/decideReport.ts'), async (original) => {
  const real: typeof Decide = await original();
  return {
    ...real,
    decideReport: (payment, report, policy) => {
      if (!defect.creditsPartsInFull) return real.decideReport(payment, report, policy);
      // An under-payment is credited in full: a defect of the system that Paydesk replaces.
      const asked =
        report.rawStatus === 'partially_paid'
          ? { ...report, rawStatus: 'finished', actuallyPaid: payment.payAmount }
          : report;
      return real.decideReport(payment, asked, policy);
    },
  };
});

let testBed: TestBed;
let drop: () => Promise<void>;

beforeAll(async () => {
  const serverUrl = inject('testServerUrl');
  await createTemplate(serverUrl);
  const database = await createChaosDatabase(serverUrl);
  drop = database.drop;
  testBed = createTestBed(database.url);
});

afterAll(async () => {
  await testBed.close();
  await drop();
});

describe('seeded schedules of payers, faults, crashes and parallel staff', () => {
  test.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    'seed %i leaves the books right',
    async (seed) => {
      const { problems, events } = await runSchedule(testBed, seed);
      expect(problems, events.join('\n')).toEqual([]);
    },
  );
});

test('a defect that is put in is found within ten seeds', async () => {
  defect.creditsPartsInFull = true;
  try {
    const found: string[] = [];
    for (let seed = 1; seed <= 10 && found.length === 0; seed += 1)
      found.push(...(await runSchedule(testBed, seed)).problems);
    expect(found.join('\n')).toMatch(/\d+ cents arrived, \d+ are accounted for/);
  } finally {
    defect.creditsPartsInFull = false;
  }
});
