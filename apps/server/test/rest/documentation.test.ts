import { execFileSync, execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { EXCEPTIONS } from '../../src/http/rest/restRoutes.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { restDesk, routes } from './restDesk.ts';

const { desk, app, shop } = await restDesk();
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/integrate/rest.md'), 'utf8');

const examples = [...page.matchAll(/```sh\n(# [^\n]*)\n([^`]*(?:`[^`]+)*?)```/g)].map(
  ([, title = '', script = '']) => ({ title, script }),
);

/** Runs an example as a reader would. */
async function runExample(script: string, values: Record<string, string>): Promise<unknown> {
  const env = {
    PATH: process.env['PATH'],
    DESK: `${url}/api/v1`,
    KEY: (shop['authorization'] ?? '').replace('Bearer ', ''),
    ...values,
  };
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
  return JSON.parse(stdout);
}

test('the examples of the documentation run, one after the other', async () => {
  // curl is what is shown, so it is what is run.
  execFileSync('curl', ['--version'], { stdio: 'ignore' });
  expect(examples).toHaveLength(5);
  const [upsert, create, get, charge, events] = examples.map(({ script }) => script) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const user = (await runExample(upsert, {})) as { id: string; externalId: string };
  expect(user.externalId).toBe('42');
  const created = (await runExample(create, { USER: user.id })) as { id: string; providerPaymentId: string };
  await desk.simulator.deposit(created.providerPaymentId, { amount: 'full' });
  await desk.advance(5);
  await refreshPayment(desk, created.id);
  const values = { USER: user.id, PAYMENT: created.id };
  expect(await runExample(get, values)).toMatchObject({ status: 'completed', creditedAmountUsd: '50.00' });
  expect(await runExample(charge, values)).toMatchObject({
    transactionType: 'payment',
    balanceAfter: '30.00',
  });
  await sequenceEvents(desk);
  const { data } = (await runExample(events, values)) as { data: { type: string }[] };
  expect(data.map(({ type }) => type)).toContain('payment.credited');
});

test('the documentation names every exception, and only addresses that exist', () => {
  const paths = routes.map(({ path }) => path);
  for (const address of Object.values(EXCEPTIONS)) expect(page).toContain(address.split(' ')[1]);
  const named = [...page.matchAll(/`(?:GET|POST|DELETE) (\/[^`?]*)/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !paths.includes(path ?? ''))).toEqual([]);
});
