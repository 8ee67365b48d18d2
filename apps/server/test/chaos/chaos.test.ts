import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type * as Decide from '../../src/payments/decideReport.ts';
import { createChaosDatabase, createTemplate } from './desk/chaosDatabase.ts';
import { runSchedule } from './schedule/runSchedule.ts';
import { createStage, type Stage } from './schedule/stage.ts';

/** A defect put into the product while this is true. */
const planted = vi.hoisted(() => ({ takesPartsForTheWhole: false }));

vi.mock(import('../../src/payments/decideReport.ts'), async (original) => {
  const real: typeof Decide = await original();
  return {
    ...real,
    decideReport: (payment, report, policy) => {
      if (!planted.takesPartsForTheWhole) return real.decideReport(payment, report, policy);
      // An under-payment is taken for the whole: the mistake of the original that this desk was built to end.
      const asked =
        report.rawStatus === 'partially_paid'
          ? { ...report, rawStatus: 'finished', actuallyPaid: payment.payAmount }
          : report;
      return real.decideReport(payment, asked, policy);
    },
  };
});

let stage: Stage;
let drop: () => Promise<void>;

beforeAll(async () => {
  const serverUrl = inject('testServerUrl');
  await createTemplate(serverUrl);
  const database = await createChaosDatabase(serverUrl);
  drop = database.drop;
  stage = createStage(database.url);
});

afterAll(async () => {
  await stage.close();
  await drop();
});

describe('seeded schedules of payers, faults, crashes and parallel staff', () => {
  test.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    'seed %i leaves the books right',
    async (seed) => {
      const { problems, story } = await runSchedule(stage, seed);
      expect(problems, story.join('\n')).toEqual([]);
    },
  );
});

test('a defect that is put in is found within ten seeds', async () => {
  planted.takesPartsForTheWhole = true;
  try {
    const found: string[] = [];
    for (let seed = 1; seed <= 10 && found.length === 0; seed += 1)
      found.push(...(await runSchedule(stage, seed)).problems);
    expect(found.join('\n')).toMatch(/\d+ cents arrived, \d+ are accounted for/);
  } finally {
    planted.takesPartsForTheWhole = false;
  }
});
