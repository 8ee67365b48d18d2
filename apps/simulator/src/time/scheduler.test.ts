import { describe, expect, it } from 'vitest';
import { createScheduler } from './scheduler.ts';
import { createVirtualClock } from './virtualClock.ts';

const setUp = () => {
  const clock = createVirtualClock(
    () => 1000,
    () => undefined,
  );
  const ran: string[] = [];
  const scheduler = createScheduler(clock, false);
  const at = (dueAt: number, name: string) =>
    scheduler.at(dueAt, async () => void ran.push(`${name}@${clock.now()}`));
  return { clock, scheduler, ran, at };
};

describe('the scheduler', () => {
  it('runs tasks in order of their due time, equal ones in order of arrival', async () => {
    const { scheduler, ran, at } = setUp();
    [
      [1300, 'c'],
      [1100, 'a'],
      [1300, 'd'],
      [1200, 'b'],
    ].forEach(([dueAt, name]) => at(dueAt as number, name as string));
    await scheduler.advance(1000);
    expect(ran).toEqual(['a@1100', 'b@1200', 'c@1300', 'd@1300']);
  });

  it('runs each task at its own time and ends at the target', async () => {
    const { scheduler, clock, ran, at } = setUp();
    at(1500, 'due');
    at(9000, 'later');
    await scheduler.advance(2000);
    expect([ran, clock.now(), scheduler.pending()]).toEqual([['due@1500'], 3000, 1]);
  });

  it('also runs what a task schedules within the same advance', async () => {
    const { scheduler, clock, ran, at } = setUp();
    scheduler.at(1100, async () => at(clock.now() + 60, 'retry'));
    await scheduler.advance(500);
    expect(ran).toEqual(['retry@1160']);
  });

  it('settles only when another caller’s tasks, and the tasks they scheduled, are done', async () => {
    const { scheduler, ran, at } = setUp();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    scheduler.at(1000, async () => {
      await held;
      at(1000, 'left behind');
    });
    void scheduler.runDue();
    const settled = scheduler.settle();
    release();
    await settled;
    expect(ran).toEqual(['left behind@1000']);
  });

  it('runs nothing early when only ticked', async () => {
    const { scheduler, ran, at } = setUp();
    at(1001, 'early');
    at(1000, 'now');
    await scheduler.runDue();
    expect(ran).toEqual(['now@1000']);
  });

  it('moves back without running anything', async () => {
    const { scheduler, clock, ran, at } = setUp();
    at(1100, 'due');
    await scheduler.advance(-500);
    expect([clock.now(), ran]).toEqual([500, []]);
  });

  it('survives a task that throws', async () => {
    const { scheduler, ran, at } = setUp();
    scheduler.at(1100, () => Promise.reject(new Error('boom')));
    at(1200, 'next');
    await scheduler.advance(500);
    expect(ran).toEqual(['next@1200']);
  });
});
