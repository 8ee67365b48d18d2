import { systemInfoOutput } from '@paydesk/types';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { offerCurrencies, testDesk } from '../../../test/support/testDesk.ts';
import type { ProviderCircuit } from '../../nowpayments/traffic/providerTraffic.ts';
import { presentCircuit } from '../../system/systemInfo.ts';
import { metricsRoutes } from './metrics.routes.ts';
import { providerGauges } from './providerGauges.ts';
import { createScrape } from './scrape.ts';

const real = await testDesk();
const circuit: ProviderCircuit = {
  state: 'open',
  since: new Date('2026-09-01T10:00:00Z'),
  lastError: '502: The payment provider answered 502.',
};
const desk = { ...real, provider: { ...real.provider, circuit: () => Promise.resolve(circuit) } };

test('the metrics show the state of the circuit, paused groups and the age of the oldest minimum', async () => {
  await offerCurrencies(desk, ['BTC', 'XRP']);
  await desk.knex('currencies').where({ code: 'BTC' }).update({ minCheckedAt: desk.clock.now() });
  await desk
    .knex('currencies')
    .where({ code: 'XRP' })
    .update({ minCheckedAt: new Date(desk.clock.now().getTime() - 7_200_000) });
  await desk
    .knex('provider_budgets')
    .where({ name: 'poll' })
    .update({ pausedUntil: new Date(desk.clock.now().getTime() + 60_000) });
  const scrape = createScrape(desk);
  providerGauges(desk, scrape);
  const text = await scrape.text();
  expect(text).toContain('paydesk_provider_circuit{state="open"} 1');
  expect(text).toContain('paydesk_provider_circuit{state="closed"} 0');
  expect(text).toContain('paydesk_provider_groups_paused 1');
  expect(Number(/^paydesk_minimum_age_seconds (\S+)$/m.exec(text)?.[1])).toBeCloseTo(7200, -2);
  expect(text).toContain('paydesk_payments_due 0');
});

test('staff see since when and why the circuit is open; the last error of a closed circuit is not shown', () => {
  const shape = systemInfoOutput.shape.providerCircuit;
  expect(shape.parse(presentCircuit(circuit))).toEqual({
    state: 'open',
    since: '2026-09-01T10:00:00.000Z',
    lastError: '502: The payment provider answered 502.',
  });
  expect(shape.parse(presentCircuit({ ...circuit, state: 'closed' }))).toMatchObject({
    state: 'closed',
    lastError: null,
  });
});

test('the first scrape of /metrics has the figures of the ledger and of the provider', async () => {
  const app = fastify();
  metricsRoutes(app, desk);
  await desk
    .knex('currencies')
    .where({ code: 'XRP' })
    .update({ minCheckedAt: new Date(desk.clock.now().getTime() - 7_200_000) });
  const { statusCode, body } = await app.inject('/metrics');
  expect(statusCode).toBe(200);
  for (const line of [
    'paydesk_unexplained_usd 0',
    'paydesk_suspense_open 0',
    'paydesk_provider_circuit{state="open"} 1',
  ])
    expect(body).toContain(line);
  expect(Number(/^paydesk_minimum_age_seconds (\S+)$/m.exec(body)?.[1])).toBeGreaterThan(7000);
});
