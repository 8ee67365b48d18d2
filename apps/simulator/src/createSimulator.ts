import type { FastifyInstance } from 'fastify';
import { createControls, type Controls } from './controls.ts';
import type { SimulatorContext } from './context.ts';
import { createFaults } from './faults/faults.ts';
import { buildApp } from './http/buildApp.ts';
import { fetchInProcess } from './http/fetchInProcess.ts';
import { createIpnSender } from './ipn/ipnSender.ts';
import { createJournal } from './records/journal.ts';
import { createPaymentStore } from './records/paymentStore.ts';
import { scheduleExpiry, advancePayment } from './payments/advancePayment.ts';
import { createPayoutStore } from './records/payoutStore.ts';
import { scheduleRejection, advancePayout } from './payouts/advancePayout.ts';
import { resolveSettings, type SimulatorOptions } from './settings.ts';
import { createScheduler } from './time/scheduler.ts';
import { createVirtualClock } from './time/virtualClock.ts';

export type Simulator = Controls & {
  app: FastifyInstance;
  /**
   * Works like `fetch`, without a socket, for a client in the same process. The host of the URL does not
   * matter.
   */
  fetch: typeof fetch;
  /**
   * Listens and starts. Port 0 takes a free one. Resolves to the base URL without `/v1`. Rejects when
   * the port is taken.
   */
  listen(port?: number, host?: string): Promise<string>;
  /** Starts timers and opens the journal without listening. */
  start(): void;
  /** Stops everything, drops open connections and closes the journal. */
  close(): Promise<void>;
};

/**
 * A stand-in for NOWPayments with its own merchant. Reads the journal at once, but neither writes it nor starts
 * timers before `listen` or `start`, so that a second instance that cannot get the port does not disturb the
 * first.
 */
export const createSimulator = (options: SimulatorOptions = {}): Simulator => {
  const settings = resolveSettings(options);
  const journal = createJournal(options.journalPath);
  const clock = createVirtualClock(
    settings.now,
    (offsetMs) => journal.clock(offsetMs),
    journal.contents.offsetMs,
  );
  const scheduler = createScheduler(clock, settings.timers);
  const payments = createPaymentStore(journal, () => clock.now(), settings.random);
  const payouts = createPayoutStore(journal, () => clock.now());
  const faults = createFaults();
  const ipns = createIpnSender({ settings, clock, scheduler, faults });
  const ctx: SimulatorContext = { settings, clock, scheduler, payments, payouts, faults, ipns };
  const controls = createControls(ctx);
  const app = buildApp(ctx, controls);
  resume(ctx);

  const start = (): void => {
    journal.open();
    scheduler.start();
  };

  return {
    ...controls,
    app,
    fetch: fetchInProcess(app),
    start,
    listen: async (port = 0, host = '127.0.0.1') => {
      const url = await app.listen({ port, host });
      start();
      return url;
    },
    close: async () => {
      ipns.stop();
      await scheduler.stop();
      await app.close();
      journal.close();
    },
  };
};

/** Payments and payouts of an earlier run continue: their steps have their own due times. */
const resume = (ctx: SimulatorContext): void => {
  for (const payment of ctx.payments.all()) {
    const next = payment.steps[0];
    if (next !== undefined) ctx.scheduler.at(next.dueAt, () => advancePayment(ctx, payment));
    else scheduleExpiry(ctx, payment);
  }
  for (const payout of ctx.payouts.all()) {
    const next = payout.steps[0];
    if (next !== undefined) ctx.scheduler.at(next.dueAt, () => advancePayout(ctx, payout));
    else scheduleRejection(ctx, payout);
  }
};
