import { MAX_WEBHOOK_ENDPOINTS } from '@paydesk/types';
import type { AppContext } from '../../context/appContext.ts';
import { claimEndpoint } from './claimEndpoint.ts';
import { deliverEndpoint, type DeliveryOptions } from './deliverEndpoint.ts';
import { guardedAgent } from './guardedAgent.ts';

/** How often an idle worker looks for something to send. */
const POLL_MS = 500;

export interface Deliveries {
  /** Sends everything that is due now, and resolves with the number of requests when all are recorded. */
  settle(): Promise<number>;
  /** Ends when the requests that are under way have been recorded. */
  stop(): Promise<void>;
}

/**
 * Sends webhooks as long as the process lives. There is a place for every endpoint that can be enabled, so a slow one
 * takes the place of no other. Any number of workers may run.
 */
export function startDeliveries(ctx: AppContext, options: Partial<DeliveryOptions> = {}): Deliveries {
  const allowPrivate = ctx.settings.webhookAllowPrivate;
  const agent = guardedAgent({ allowPrivate });
  const delivery: DeliveryOptions = { transport: { agent, allowPrivate }, ...options };
  const running = new Set<Promise<void>>();
  let sent = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  let polling: Promise<void> | null = null;

  async function poll(): Promise<void> {
    await startDue();
    if (!isStopped) timer = setTimeout(() => (polling = poll()), POLL_MS);
  }

  /** Gives each endpoint that is due a run of its own. */
  async function startDue(): Promise<void> {
    try {
      while (!isStopped && running.size < MAX_WEBHOOK_ENDPOINTS) {
        const claim = await claimEndpoint(ctx, delivery);
        if (claim === null) break;
        const run: Promise<void> = deliverEndpoint(ctx, claim, { ...delivery, isStopped: () => isStopped })
          .then((requests) => void (sent += requests))
          .catch((error: unknown) => report(error))
          .finally(() => void running.delete(run));
        running.add(run);
      }
    } catch (error) {
      report(error);
    }
  }

  function report(error: unknown): void {
    if (!isStopped) ctx.log.error({ err: error }, 'webhooks could not be sent; trying again');
  }

  polling = poll();
  return {
    async settle() {
      const before = sent;
      do {
        await polling;
        await Promise.all(running);
        await startDue();
      } while (running.size > 0 && !isStopped);
      return sent - before;
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await polling;
      await Promise.all(running);
      await agent.destroy();
    },
  };
}
