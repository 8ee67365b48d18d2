import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { connectDatabase } from './connect.ts';
import { connectionProblems } from './connectionProblems.ts';
import { testDatabase } from '../../test/support/testDatabase.ts';

afterEach(() => void vi.restoreAllMocks());

test('a database that is away is one line for all pools, until it is back', async () => {
  const printed = vi.spyOn(console, 'log');
  const { url } = await testDatabase();
  const log = { info: vi.fn(), warn: vi.fn(), debug: vi.fn() };
  const problems = connectionProblems(log);
  const away = url.replace(/:\d+\//, `:${await closedPort()}/`);
  const pools = [connectDatabase(away, { problems }), connectDatabase(away, { problems })];
  for (const pool of [...pools, ...pools]) await expect(pool.raw('select 1')).rejects.toThrow('ECONNREFUSED');
  expect(log.warn.mock.calls).toEqual([
    [{ problem: expect.stringMatching(/^connect ECONNREFUSED [\d.:]+$/) }, 'no connection to the database'],
  ]);
  expect(log.debug).toHaveBeenCalledTimes(3);

  const back = connectDatabase(url, { problems });
  await back.raw('select 1');
  await back.raw('select 1');
  expect(log.info).toHaveBeenCalledTimes(1);
  await expect(pools[0]?.raw('select 1')).rejects.toThrow('ECONNREFUSED');
  expect(log.warn).toHaveBeenCalledTimes(2);
  // Without a log, as for standbys, whose state is logged by who reads from them.
  const silent = connectDatabase(away);
  await expect(silent.raw('select 1')).rejects.toThrow('ECONNREFUSED');
  expect(printed).not.toHaveBeenCalled();
  await Promise.all([...pools, back, silent].map(async (pool) => await pool.destroy()));
});

test('a problem that comes back after a quiet minute is logged again, one that goes on is not', () => {
  const elapsed = vi.spyOn(performance, 'now');
  const log = { info: vi.fn(), warn: vi.fn(), debug: vi.fn() };
  const { failed } = connectionProblems(log);
  for (let second = 0; second < 3600; second += 1) {
    elapsed.mockReturnValue(second * 1000);
    failed('it was promoted');
    failed('timeout expired');
  }
  expect(log.warn).toHaveBeenCalledTimes(2);
  elapsed.mockReturnValue(3_700_000);
  failed('timeout expired');
  expect(log.warn).toHaveBeenCalledTimes(3);
});

/** Where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 1;
}
