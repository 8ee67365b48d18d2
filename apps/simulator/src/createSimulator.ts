import type { FastifyInstance } from 'fastify';
import { createControls, type Controls } from './controls.ts';
import type { Core } from './core.ts';
import { createFaults } from './faults/faults.ts';
import { buildApp } from './http/buildApp.ts';
import { fetchInProcess } from './http/fetchInProcess.ts';
import { createIpnSender } from './ipn/ipnSender.ts';
import { createJournal } from './journal/journal.ts';
import { createPaymentStore } from './payments/paymentStore.ts';
import { wakeAtExpiry, walkPayment } from './payments/walkPayment.ts';
import { createPayoutStore } from './payouts/payoutStore.ts';
import { rejectUnverified, walkPayout } from './payouts/walkPayout.ts';
import { resolveSettings, type SimulatorOptions } from './settings.ts';
import { createScheduler } from './time/scheduler.ts';
import { createVirtualClock } from './time/virtualClock.ts';

export type Simulator = Controls & {
  app: FastifyInstance;
  /**
   * Answers like `fetch`, without a socket: give it to a client in the same process. The host of the URL does
   * not matter.
   */
  fetch: typeof fetch;
  /**
   * Listens and starts working. Port 0 takes a free one. Resolves to the base URL without `/v1`. Rejects when
   * the port is taken.
   */
  listen(port?: number, host?: string): Promise<string>;
  /** Starts timers and takes the journal over without listening. */
  start(): void;
  /** Stops everything, drops open connections and closes the journal. */
  close(): Promise<void>;
};

/**
 * A stand-in for NOWPayments with its own merchant. Reads the journal at once, but neither writes it nor lets
 * time pass before `listen` or `start`, so that a second instance that cannot get the port does no harm to
 * the first.
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
  const store = createPaymentStore(journal, () => clock.now(), settings.random);
  const payouts = createPayoutStore(journal, () => clock.now());
  const faults = createFaults();
  const ipns = createIpnSender({ settings, clock, scheduler, store, payouts, faults });
  const core: Core = { settings, clock, scheduler, store, payouts, faults, ipns };
  const controls = createControls(core);
  const app = buildApp(core, controls);
  resume(core);

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

/** Payments and payouts of an earlier run go on where they stood: their steps carry their own due times. */
const resume = (core: Core): void => {
  for (const payment of core.store.all()) {
    const next = payment.walk[0];
    if (next !== undefined) core.scheduler.at(next.dueAt, () => walkPayment(core, payment));
    else wakeAtExpiry(core, payment);
  }
  for (const payout of core.payouts.all()) {
    const next = payout.walk[0];
    if (next !== undefined) core.scheduler.at(next.dueAt, () => walkPayout(core, payout));
    else rejectUnverified(core, payout);
  }
};
