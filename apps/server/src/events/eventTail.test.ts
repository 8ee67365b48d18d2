import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { AppContext } from '../context/appContext.ts';
import { eventTail } from './eventTail.ts';

test('a tail that its last reader left while it read begins at the end again for the next one', async () => {
  const asked: unknown[] = [];
  const answers: ((head: number) => void)[] = [];
  const knex = {
    raw: async (_sql: string, { after }: { after: number | null }) => {
      asked.push(after);
      const head = await new Promise<number>((resolve) => answers.push(resolve));
      return { rows: [{ head: String(head), removed_through: '0', id: null }] };
    },
    client: { acquireConnection: () => Promise.reject(new Error('no connection')) },
  };
  const settings = { directDatabaseUrl: null };
  const tail = eventTail({ knex, settings, log: pino({ level: 'silent' }) } as unknown as AppContext);

  tail.join().leave();
  expect(asked).toEqual([null]);
  answers[0]?.(5);
  await new Promise(setImmediate);
  expect(tail.position()).toBeNull();
  tail.join();
  // Not all that has happened since the fifth.
  await vi.waitFor(() => expect(asked).toEqual([null, null]));
  answers[1]?.(70_000);
  await vi.waitFor(() => expect(tail.position()).toBe(70_000));
  await tail.close();
});
