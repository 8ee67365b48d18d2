import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../schedule/random.ts';

export interface Shop {
  serverUrl: string;
  simulatorUrl: string;
  apiKey: string;
}

/** The payment of a payer, and how many deposits were made to it. */
export interface Paid {
  paymentId: string;
  deposits: number;
}

const RETRY_MS = 100;

/**
 * One customer from the order to the payment: the shop requests an address, again with the same idempotency
 * key until it gets an answer, and the payer sends all, a part, too much, or twice.
 */
export async function payOnce(
  shop: Shop,
  order: { userId: string; key: string; random: Random; deadline: () => number },
): Promise<Paid> {
  const { random } = order;
  const input = {
    userId: order.userId,
    amountUsd: `${random.int(20, 400)}.${random.int(10, 99)}`,
    currencyCode: random.pick(['USDTBSC', 'BTC', 'XRP']),
    idempotencyKey: order.key,
  };
  const payment = await untilAnswered(order.deadline, async () => await create(shop, input));
  const amounts = random.pick([['full'], ['full'], ['half'], ['double'], ['full', 'full']] as const);
  for (const amount of amounts) await deposit(shop, payment, amount);
  return { paymentId: payment.id, deposits: amounts.length };
}

interface Created {
  id: string;
  providerPaymentId: string;
  payAmount: string;
}

/** Null when the outcome is unknown: the server is down, or was killed meanwhile. */
async function create(shop: Shop, input: object): Promise<Created | null> {
  const answer = await fetch(`${shop.serverUrl}/trpc/payments.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.apiKey}` },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as {
    result?: { data: Created };
    error?: { message: string; data?: { reason?: string } };
  };
  const reason = body.error?.data?.reason;
  if (reason !== undefined && reason !== 'PROVIDER_UNAVAILABLE' && reason !== 'INTERNAL')
    throw new Refused(`${reason}: ${body.error?.message ?? ''}`);
  return body.result?.data.providerPaymentId ? body.result.data : null;
}

class Refused extends Error {}

async function untilAnswered<T>(deadline: () => number, ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      if (error instanceof Refused) throw error;
      // The server is down, or the connection broke: try again.
    }
    if (Date.now() > deadline()) throw new Error('no answer came in time');
    await sleep(RETRY_MS);
  }
}

/** The simulator is never killed: it plays the chain. */
async function deposit(shop: Shop, payment: Created, amount: 'full' | 'half' | 'double'): Promise<void> {
  const times = amount === 'double' ? 2n : 1n;
  const text = amount === 'full' ? 'full' : scaled(payment.payAmount, times, amount === 'half' ? 2n : 1n);
  const answer = await fetch(`${shop.simulatorUrl}/__sim/payments/${payment.providerPaymentId}/deposit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: text }),
  });
  if (!answer.ok) throw new Error(`the simulator refused a deposit of ${text}: ${await answer.text()}`);
}

/** Whole units of the amount's own last place, so that no digit is invented. */
function scaled(amount: string, times: bigint, parts: bigint): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const units = ((BigInt(whole + fraction) * times) / parts).toString().padStart(fraction.length + 1, '0');
  return fraction === '' ? units : `${units.slice(0, -fraction.length)}.${units.slice(-fraction.length)}`;
}
