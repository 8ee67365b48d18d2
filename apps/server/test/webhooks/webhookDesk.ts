import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Agent } from 'undici';
import { afterAll } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import type { WebhookEndpoint } from '../../src/models/WebhookEndpoint.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { claimEndpoint } from '../../src/webhooks/delivery/claimEndpoint.ts';
import { deliverEndpoint } from '../../src/webhooks/delivery/deliverEndpoint.ts';
import { actors } from '../support/testDesk.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  id: string;
  sequence: number;
}

export interface Receiver {
  url: string;
  /** All requests that were answered or dropped, in order. */
  received: Received[];
  /** How the next requests are answered; by default 204. */
  answer(how: (response: ServerResponse, request: Received) => unknown): void;
  /** Distinct ids in the order of their first arrival. */
  ids(): string[];
}

/** A receiver on this machine. */
export async function receiver(): Promise<Receiver> {
  const ok = (response: ServerResponse): unknown => response.writeHead(204).end();
  let how: (response: ServerResponse, request: Received) => unknown = ok;
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const event = JSON.parse(body) as { id: string; sequence: number };
      const one = { headers: request.headers, body, id: event.id, sequence: event.sequence };
      received.push(one);
      await how(response, one);
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: (given) => {
      how = given;
    },
    ids: () => [...new Set(received.map(({ id }) => id))],
  };
}

const agent = new Agent();
export const openTransport = { agent, allowPrivate: true, timeoutMs: 1000 };
/** Shorter than the wait of a test for the next worker. */
export const CLAIM_MS = 1500;

/** Sends until nothing is due, as one worker does. Returns how many requests were sent. */
export async function deliverDue(ctx: AppContext, claimMs = CLAIM_MS): Promise<number> {
  await sequenceEvents(ctx);
  for (let total = 0; ;) {
    const claim = await claimEndpoint(ctx, { claimMs });
    if (claim === null) return total;
    total += await deliverEndpoint(ctx, claim, { transport: openTransport, claimMs });
  }
}

/** An endpoint for everything from now on. */
export async function newEndpoint(
  ctx: AppContext,
  url: string,
  eventTypes: Parameters<typeof createEndpoint>[2]['eventTypes'] = null,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  return await createEndpoint(ctx, actors.service(), { url, description: 'shop', eventTypes, after: 'now' });
}
