import { pino } from 'pino';
import { expect, test } from 'vitest';
import { removeOldCallTimes } from '../../src/dashboard/removeOldCallTimes.job.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { createCallTimes, stepOf } from '../../src/nowpayments/traffic/createCallTimes.ts';
import { call, httpDesk, staffCaller } from '../support/http.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
const admin = await staffCaller(desk, 'admin');

test('how long calls to the provider took in the last hour is counted over all processes, and kept for a week', async () => {
  const silent = pino({ level: 'silent' });
  const processes = [1, 2].map(() => createCallTimes({ knex, log: silent, writeAfterMs: 10 }));
  for (let ms = 1; ms <= 100; ms += 1) for (const { note } of processes) note(ms * 10);
  await expect
    .poll(async () => Number((await knex('provider_call_times').sum('calls as n').first())?.['n']))
    .toBe(200);
  const steps = await knex('provider_call_times').distinct('up_to_ms');
  expect(steps.length).toBeLessThan(60);

  const ago = (interval: string) =>
    knex.raw(`date_trunc('minute', clock_timestamp() - interval '${interval}')`);
  await knex('provider_call_times').insert([
    { minute: ago('61 minutes'), up_to_ms: 9000, calls: 5000 },
    { minute: ago('8 days'), up_to_ms: 9000, calls: 5000 },
  ]);
  const { data } = await call(app, admin, 'dashboard.health');
  const { callTimes } = (data as { provider: { callTimes: unknown } }).provider;
  // Of 10, 20 … 1000 ms the half is within 500, and nine tenths within 900.
  expect(callTimes).toEqual({ calls: 200, medianMs: stepOf(500), slowestTenthMs: stepOf(900) });
  expect(stepOf(500)).toBeLessThan(550);

  await removeOldCallTimes(desk);
  const kept = await knex('provider_call_times').where({ up_to_ms: 9000 });
  expect(kept).toHaveLength(1);
});

test('each call to the provider is timed, also one that fails, and a database that is away stops none', async () => {
  const noted: number[] = [];
  let clock = 0;
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:9/v1',
    apiKey: 'k',
    ipnSecret: 's',
    attempts: 1,
    now: () => clock,
    callTimes: { note: (ms) => noted.push(ms) },
    fetch: async (input) => {
      clock += 250;
      if (new URL(input as string).pathname.endsWith('/currencies')) throw new TypeError('fetch failed');
      return Response.json({ message: 'OK' });
    },
  });
  await client.status();
  await expect(client.currencies()).rejects.toThrow();
  expect(noted).toEqual([250, 250]);

  // What the desk breaks off when it stops says nothing of the provider.
  client.close();
  await expect(client.status()).rejects.toMatchObject({ code: 'CLOSED' });
  expect(noted).toHaveLength(2);

  const warnings: string[] = [];
  const broken = { raw: () => Promise.reject(new Error('no connection')) } as unknown as typeof knex;
  const times = createCallTimes({
    knex: broken,
    log: { warn: (_fields, text) => warnings.push(text) },
    writeAfterMs: 1,
  });
  times.note(5);
  await expect.poll(() => warnings).toHaveLength(1);
});
