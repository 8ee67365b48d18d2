import { createHmac } from 'node:crypto';
import { inject } from 'vitest';
import { SECRET } from './desk.ts';

/** The key that the desk and its simulator derive from the desk's secret. */
export const SIMULATOR_API_KEY = createHmac('sha256', SECRET).update('simulator api key').digest('hex');

/** Calls a control endpoint of the simulator (`/__sim`). */
export async function controlSimulator(path: string, body: Record<string, unknown>): Promise<void> {
  await ask(`/__sim${path}`, body);
}

/** Creates a payment at the provider that the desk does not know; returns the provider's id. */
export async function createUnknownPayment(payCurrency: string): Promise<string> {
  const answer = await ask(
    '/v1/payment',
    { price_amount: 60, price_currency: 'usd', pay_currency: payCurrency, order_id: 'another-desk-1' },
    { 'x-api-key': SIMULATOR_API_KEY },
  );
  return String((answer as { payment_id: string | number }).payment_id);
}

async function ask(
  path: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await fetch(`${inject('simulatorUrl')}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}
