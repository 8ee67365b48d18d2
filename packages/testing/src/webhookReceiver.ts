import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, type PaydeskEvent, type PaydeskEventType } from '@paydesk/client';
import type { SandboxControl } from './sandboxControl.ts';

const DEFAULT_WAIT_MS = 10_000;

export interface ReceiverOptions {
  /** Only these types; all without it. */
  types?: readonly PaydeskEventType[];
}

/** A server that receives the desk's webhooks in your test. */
export interface WebhookReceiver {
  url: string;
  /** The endpoint's signing secret. */
  secret: string;
  /** What has arrived, in order, each with a valid signature. The same event can be there twice. */
  readonly events: readonly PaydeskEvent[];
  /** What has arrived with a signature that is not valid: nothing, unless the test sent it. */
  readonly refused: readonly Error[];
  /** The first event of this type that `matches`, also one that has arrived already. */
  waitFor(
    type: PaydeskEventType,
    options?: { matches?: (event: PaydeskEvent) => boolean; timeoutMs?: number },
  ): Promise<PaydeskEvent>;
  /** What it answers from now on; 200 at first. After 503 the desk sends again as the clock advances. */
  answerWith(status: number): void;
  stop(): Promise<void>;
}

export interface Webhooks {
  /** Sends the desk's events to an address of your own, such as your app's webhook route. */
  sendTo(url: string, options?: ReceiverOptions): Promise<{ id: string; secret: string }>;
  /** Starts a receiver; it ends with the sandbox. */
  receive(options?: ReceiverOptions): Promise<WebhookReceiver>;
}

/** @param onStop receives what has to be stopped with the sandbox */
export function webhooks(control: SandboxControl, onStop: (stop: () => Promise<void>) => void): Webhooks {
  const sendTo: Webhooks['sendTo'] = async (url, { types } = {}) =>
    await control('webhooks.create', { url, types: types ?? null });
  return {
    sendTo,
    async receive(options) {
      const receiver = await openReceiver();
      onStop(receiver.stop);
      const { secret } = await sendTo(receiver.url, options);
      receiver.secret = secret;
      return receiver;
    },
  };
}

async function openReceiver(): Promise<WebhookReceiver> {
  const events: PaydeskEvent[] = [];
  const refused: Error[] = [];
  const waiting = new Set<() => void>();
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void verifyWebhook({ body: Buffer.concat(chunks), headers: request.headers, secrets: receiver.secret })
        .then((event) => {
          if (status < 300) events.push(event);
        })
        .catch(
          (error: unknown) => void refused.push(error instanceof Error ? error : new Error(String(error))),
        )
        .finally(() => {
          response.writeHead(status).end();
          for (const check of waiting) check();
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    secret: '',
    events,
    refused,
    waitFor: async (type, { matches = () => true, timeoutMs = DEFAULT_WAIT_MS } = {}) =>
      await new Promise<PaydeskEvent>((resolve, reject) => {
        const check = () => {
          const found = events.find((event) => event.type === type && matches(event));
          if (found === undefined) return;
          finish();
          resolve(found);
        };
        const timer = setTimeout(() => {
          finish();
          const types = events.map((event) => event.type).join(', ') || 'nothing';
          reject(new Error(`no ${type} within ${timeoutMs / 1000} s; there came: ${types}`));
        }, timeoutMs);
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    answerWith: (next) => void (status = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
