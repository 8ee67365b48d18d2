import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@paydesk/embedded-database';
import { createSimulator } from '@paydesk/simulator';
import { afterAll, expect, test } from 'vitest';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { type Load, startLoad } from '../processes/chargeLoad.ts';
import { startProgram } from '../processes/deskProgram.ts';
import { appCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

/** So long each clock stays wrong. */
const WRONG_MS = Number(process.env['DRILL_SECONDS'] ?? '30') * 1000;
/** Of Debian's package libfaketime. */
const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
const USERS = 4;
const KEY = 'an API key of the provider';
const IPN = 'an IPN secret of the provider';

const folder = mkdtempSync(join(tmpdir(), 'paydesk-clock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that can be set while its process runs; time that has passed is measured as before. */
function wrongClock(name: string) {
  const file = join(folder, name);
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`);
  set(0);
  const environment = {
    LD_PRELOAD: LIBRARY ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { set, environment };
}

const HOUR = 3600;

test(
  'clocks of server and worker jump an hour forward and back: nothing is lost or doubled, and nothing expired is valid again',
  async () => {
    expect(LIBRARY, 'libfaketime').toBeDefined();
    const desk = await testDesk();
    const { url: databaseUrl } = await testDatabase();
    await offerCurrencies(desk, ['USDTBSC']);
    const users = await Promise.all(Array.from({ length: USERS }, async () => await newUser(desk)));
    for (const [index, { id }] of users.entries())
      await giveBonus(desk, actors.staff(), {
        userId: id,
        amountUsd: '90.00',
        description: 'to spend',
        idempotencyKey: `to-spend-${index}`,
      });
    const simulator = createSimulator({ apiKey: KEY, ipnSecret: IPN, stepMs: 200 });
    const provider = await simulator.listen(0);
    afterAll(async () => await simulator.close());
    const port = String(await freePort(null));
    const settings = {
      PORT: port,
      PUBLIC_URL: `http://localhost:${port}`,
      NOWPAYMENTS_API_KEY: KEY,
      NOWPAYMENTS_IPN_SECRET: IPN,
      NOWPAYMENTS_BASE_URL: `${provider}/v1`,
    };
    const [ofServer, ofWorker] = [wrongClock('server'), wrongClock('worker')];
    const server = await startProgram('main', {
      databaseUrl,
      settings: { ...settings, ...ofServer.environment },
    });
    await startProgram('worker', { databaseUrl, settings: { ...settings, ...ofWorker.environment } });
    // A second worker has the right time all along.
    await startProgram('worker', { databaseUrl, settings });
    const url = `http://localhost:${port}`;
    const app = await appCaller(desk, [
      'transactions.charge',
      'payments.create',
      'payments.read',
      'users.token',
      'balances.read',
    ]);

    const call = async (procedure: string, input: object, caller: Record<string, string> = app) => {
      const answer = await fetch(`${url}/trpc/${procedure}`, {
        method: 'POST',
        headers: { ...caller, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return { status: answer.status, body: (await answer.json()) as { result?: { data: never } } };
    };

    const payments: string[] = [];
    let stopped = false;
    const refusedPayments = new Map<string, number>();
    /** As a payer does: all of each payment is sent. */
    async function pay(userId: string): Promise<void> {
      for (let order = 0; !stopped; order += 1) {
        const input = {
          userId,
          amountUsd: '20.00',
          currencyCode: 'USDTBSC',
          idempotencyKey: `order-${userId}-${order}`,
        };
        for (;;) {
          const { status, body } = await call('payments.create', input);
          const data = body.result?.data as { id: string; providerPaymentId: string | null } | undefined;
          if (data?.providerPaymentId) {
            payments.push(data.id);
            await simulator.deposit(data.providerPaymentId, { amount: 'full' });
            break;
          }
          refusedPayments.set(String(status), (refusedPayments.get(String(status)) ?? 0) + 1);
          await pause(200);
        }
        await pause(400);
      }
    }

    const owner = users[0]?.id ?? '';
    const { body } = await call('users.token', { userId: owner, ttlSeconds: 60 });
    const { token } = body.result?.data as unknown as { token: string };
    const issuedAt = performance.now();
    const withToken = async () =>
      (
        await fetch(`${url}/trpc/balances.get?input=${encodeURIComponent(JSON.stringify({ id: owner }))}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;

    const load: Load = startLoad(
      url,
      app,
      users.map(({ id }) => id),
    );
    const paying = [pay(owner), pay(users[1]?.id ?? '')];
    const periods: string[] = [];
    let expiredAnswer: number | null = null;
    for (const [name, seconds, ms] of [
      ['right', 0, 5000],
      ['an hour ahead', HOUR, WRONG_MS],
      ['right', 0, 5000],
      ['an hour behind', -HOUR, WRONG_MS],
      ['right', 0, 5000],
    ] as const) {
      const [charges, paid] = [load.acknowledged.length, payments.length];
      ofServer.set(seconds);
      ofWorker.set(seconds);
      // Unexpired in truth, whatever the server's clock says.
      if (seconds > 0) expect(await withToken()).toBe(200);
      await pause(ms);
      if (seconds < 0 && performance.now() - issuedAt > 62_000) expiredAnswer = await withToken();
      periods.push(
        `${name}, ${ms / 1000} s: ${load.acknowledged.length - charges} charges, ${payments.length - paid} payments`,
      );
    }
    stopped = true;
    await Promise.all([load.stop(), ...paying]);
    process.stdout.write(
      `clock-jump:\n${periods.map((line) => `  ${line}\n`).join('')}  heard: ${JSON.stringify({
        ...Object.fromEntries(load.refusals),
        ...Object.fromEntries(refusedPayments),
      })}\n  longest time without a charge: ${load.longestGapMs()} ms; an expired token, by a clock behind: ${expiredAnswer}\n`,
    );
    const deposits = async () =>
      await Transaction.query(desk.knex).where({ transactionType: 'deposit' }).whereIn('paymentId', payments);
    await expect.poll(async () => (await deposits()).length, { timeout: 90_000 }).toBe(payments.length);
    // Each payment once, each charge once.
    expect(new Set((await deposits()).map(({ paymentId }) => paymentId)).size).toBe(payments.length);
    const charges = await Transaction.query(desk.knex).where({ transactionType: 'payment' }).resultSize();
    expect(charges).toBe(load.acknowledged.length);
    expect(new Set(load.acknowledged).size).toBe(load.acknowledged.length);
    // Callers hear that they can try again, not that their input was wrong.
    expect([...load.refusals.keys()].filter((heard) => !heard.startsWith('503 '))).toEqual([]);
    if (expiredAnswer !== null) expect(expiredAnswer).toBe(401);
    expect(server.output()).not.toMatch(/"level":[56]0/);
    const { checks } = await verifyDesk(desk.knex);
    expect(checks.filter(({ faults }) => faults > 0)).toEqual([]);
  },
  240_000 + 2 * WRONG_MS,
);
