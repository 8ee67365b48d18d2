import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RESTART_TIMES } from './restartPauses.ts';
import { superviseDatabase } from './superviseDatabase.ts';

const hasty = { ...RESTART_TIMES, firstMs: 5, longestMs: 20 };

/** A database that ends and starts as the test says. */
function fakeDatabase(startAgain: () => Promise<void>) {
  const database = {
    runs: true,
    starts: 0,
    isRunning: () => database.runs,
    async startAgain() {
      database.starts += 1;
      await startAgain();
      database.runs = true;
    },
  };
  return database;
}

test('a database that ends is started again each time, and left alone while it runs', async () => {
  const notes: string[] = [];
  const database = fakeDatabase(async () => {});
  const supervised = superviseDatabase(database, (line) => notes.push(line), hasty);
  for (let ends = 1; ends <= 7; ends += 1) {
    await sleep(20);
    expect(database.starts).toBe(ends - 1);
    database.runs = false;
    await expect.poll(() => notes.length).toBe(2 * ends);
  }
  expect(notes.slice(0, 4)).toEqual([
    'PostgreSQL ended unexpectedly; starting it again in 0.005 s',
    'PostgreSQL runs again',
    'PostgreSQL ended unexpectedly; starting it again in 0.01 s',
    'PostgreSQL runs again',
  ]);
  supervised.stop();
  database.runs = false;
  await sleep(50);
  expect(database.starts).toBe(7);
});

test('a database that does not start five times in a row is given up, with each reason', async () => {
  const notes: string[] = [];
  const database = fakeDatabase(async () => {
    throw new Error('the disk is full');
  });
  const supervised = superviseDatabase(database, (line) => notes.push(line), hasty);
  database.runs = false;
  await expect(supervised.lost).rejects.toThrow('PostgreSQL did not start 5 times in a row; giving up.');
  expect(notes.slice(1)).toEqual(Array(5).fill('PostgreSQL did not start again: the disk is full'));
});
