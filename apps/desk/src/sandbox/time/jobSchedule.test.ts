import type { AppContext } from '@paydesk/server/domain';
import { JOBS, type Job } from '@paydesk/server/in-process';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createJobSchedule } from './jobSchedule.ts';

/** Jobs of this test's own: they only count. */
function testJobs(): { jobs: Job[]; runs: () => Record<string, number> } {
  const counts: Record<string, number> = {};
  const job = (name: string, timing: Pick<Job, 'cron' | 'everySeconds'>): Job => ({
    name,
    ...timing,
    run: async () => {
      counts[name] = (counts[name] ?? 0) + 1;
      if (name === 'failing') throw new Error('on purpose');
    },
  });
  const jobs = [
    job('failing', { cron: '* * * * *' }),
    job('often', { cron: '* * * * *', everySeconds: 15 }),
    job('hourly', { cron: '17 * * * *' }),
    job('nightly', { cron: '43 3 * * *' }),
  ];
  return { jobs, runs: () => ({ ...counts }) };
}

test('jobs run when the clock has reached their time, and a failing one does not stop the others', async () => {
  let now = new Date('2026-11-28T10:16:00Z');
  const { jobs, runs } = testJobs();
  const ctx = { clock: { now: () => now }, log: pino({ level: 'silent' }) } as unknown as AppContext;
  const schedule = createJobSchedule(ctx, jobs);
  await schedule.runDue();
  expect(runs()).toEqual({});
  await schedule.runNow();
  expect(runs()).toEqual({ often: 1 });

  now = new Date('2026-11-28T10:17:00Z');
  await schedule.runDue();
  expect(runs()).toEqual({ failing: 1, often: 2, hourly: 1 });
  await schedule.runDue();
  expect(runs()).toEqual({ failing: 1, often: 2, hourly: 1 });

  now = new Date('2026-11-29T03:43:00Z');
  await Promise.all([schedule.runDue(), schedule.runDue()]);
  expect(runs()).toEqual({ failing: 2, often: 3, hourly: 2, nightly: 1 });
});

test('the jobs that are left out exist', () => {
  expect(JOBS.map(({ name }) => name)).toEqual(expect.arrayContaining(['desk-verify', 'audit-verify']));
});
