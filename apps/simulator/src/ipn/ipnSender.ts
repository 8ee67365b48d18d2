import { createHmac } from 'node:crypto';
import { ProviderError } from '../refusals/providerError.ts';
import type { Faults, IpnFault } from '../faults/faults.ts';
import { presentIpn } from '../payments/presentPayment.ts';
import type { PaymentRecord } from '../payments/paymentRecord.ts';
import type { PaymentStore } from '../payments/paymentStore.ts';
import type { PayoutRecord } from '../payouts/payoutRecord.ts';
import type { PayoutStore } from '../payouts/payoutStore.ts';
import { presentPayoutIpn } from '../payouts/presentPayout.ts';
import type { Settings } from '../settings.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { VirtualClock } from '../time/virtualClock.ts';
import { deliverIpn, isReceived, type IpnOutcome } from './deliverIpn.ts';
import { signIpn } from './signIpn.ts';

/** One line of the delivery log. `attempt` 0 means that a fault kept it from being sent (yet). */
export type IpnLogEntry = {
  seq: number;
  at: string;
  /** Null when it tells of a payout; then `payoutId` says of which. */
  paymentId: string | null;
  payoutId: string | null;
  /** What it says. */
  status: string;
  url: string;
  attempt: number;
  fault: IpnFault | null;
  httpStatus: number | null;
  error: string | null;
  body: string;
};

export type IpnSender = {
  /**
   * Sends the payment's present state; waits for the first attempt. Nothing leaves without a secret or a
   * callback URL.
   */
  send(payment: PaymentRecord): Promise<void>;
  /** Sends the last IPN again, word for word. Throws 404 when there has been none. */
  resend(payment: PaymentRecord): Promise<void>;
  /** The same two for a payout. */
  sendPayout(payout: PayoutRecord): Promise<void>;
  resendPayout(payout: PayoutRecord): Promise<void>;
  /** Lets go of what the `reorder` fault holds back. */
  releaseHeld(): Promise<void>;
  log(): IpnLogEntry[];
  stop(): void;
};

type Job = { paymentId: string | null; payoutId: string | null; status: string; url: string; body: string };

const LOG_LENGTH = 1000;
/** A held-back IPN goes out on its own when no other follows within this time. */
const LONGEST_HOLD_MS = 60_000;

type Parts = {
  settings: Settings;
  clock: VirtualClock;
  scheduler: Scheduler;
  store: PaymentStore;
  payouts: PayoutStore;
  faults: Faults;
};

export const createIpnSender = ({ settings, clock, scheduler, store, payouts, faults }: Parts): IpnSender => {
  const log: IpnLogEntry[] = [];
  const stopping = new AbortController();
  let seq = 0;
  let held: Job | null = null;

  const note = (job: Job, attempt: number, fault: IpnFault | null, outcome: IpnOutcome = NOT_SENT): void => {
    log.push({
      seq: seq++,
      at: new Date(clock.now()).toISOString(),
      paymentId: job.paymentId,
      payoutId: job.payoutId,
      status: job.status,
      url: job.url,
      attempt,
      fault,
      httpStatus: outcome.status,
      error: outcome.error,
      body: job.body,
    });
    if (log.length > LOG_LENGTH) log.shift();
  };

  /** Faults strike when an IPN first leaves; a retry after a refusal is an honest one. */
  const attempt = async (job: Job, nth: number, fault: IpnFault | null): Promise<void> => {
    const secret = settings.ipnSecret ?? '';
    const signature = fault === 'forge' ? forgedSignature(job.body, secret) : signIpn(job.body, secret);
    const headers = { 'content-type': 'application/json', 'x-nowpayments-sig': signature };
    const outcome = await deliverIpn(settings, { url: job.url, headers, body: job.body }, stopping.signal);
    note(job, nth, fault, outcome);
    if (stopping.signal.aborted || isReceived(outcome) || nth > settings.ipnRetries.count) return;
    scheduler.at(clock.now() + settings.ipnRetries.everyMs, () => attempt(job, nth + 1, null));
  };

  const releaseHeld = async (): Promise<void> => {
    const job = held;
    held = null;
    if (job !== null) await attempt(job, 1, 'reorder');
  };

  const hold = (job: Job): void => {
    held = job;
    note(job, 0, 'reorder');
    scheduler.at(clock.now() + LONGEST_HOLD_MS, async () => {
      if (held === job) await releaseHeld();
    });
  };

  const dispatch = async (job: Job): Promise<void> => {
    // The IPN that follows a held one goes out untouched: two swapped reports are one use of the fault.
    const fault = held !== null && faults.peekIpn() === 'reorder' ? null : faults.takeIpn();
    if (fault === 'drop') return note(job, 0, fault);
    if (fault === 'reorder') return hold(job);
    if (fault === 'delay') {
      note(job, 0, fault);
      scheduler.at(clock.now() + settings.ipnDelayMs, () => attempt(job, 1, fault));
      return;
    }
    await attempt(job, 1, fault);
    if (fault === 'duplicate') await attempt(job, 1, fault);
    await releaseHeld();
  };

  return {
    send: async (payment) => {
      if (!settings.ipnSecret || payment.ipnCallbackUrl === null) return;
      const body = JSON.stringify(presentIpn(payment));
      payment.lastIpnBody = body;
      store.keep(payment);
      await dispatch({
        ...OF_NOTHING,
        paymentId: payment.paymentId,
        status: payment.status,
        url: payment.ipnCallbackUrl,
        body,
      });
    },
    resend: async (payment) => {
      if (payment.lastIpnBody === null || payment.ipnCallbackUrl === null) throw noneYet();
      const status = (JSON.parse(payment.lastIpnBody) as { payment_status: string }).payment_status;
      await dispatch({
        ...OF_NOTHING,
        paymentId: payment.paymentId,
        status,
        url: payment.ipnCallbackUrl,
        body: payment.lastIpnBody,
      });
    },
    sendPayout: async (payout) => {
      if (!settings.ipnSecret || payout.ipnCallbackUrl === null) return;
      const body = JSON.stringify(presentPayoutIpn(payout));
      payout.lastIpnBody = body;
      payouts.keep(payout);
      await dispatch({
        ...OF_NOTHING,
        payoutId: payout.payoutId,
        status: payout.status,
        url: payout.ipnCallbackUrl,
        body,
      });
    },
    resendPayout: async (payout) => {
      if (payout.lastIpnBody === null || payout.ipnCallbackUrl === null) throw noneYet();
      const { status } = JSON.parse(payout.lastIpnBody) as { status: string };
      await dispatch({
        ...OF_NOTHING,
        payoutId: payout.payoutId,
        status,
        url: payout.ipnCallbackUrl,
        body: payout.lastIpnBody,
      });
    },
    releaseHeld,
    log: () => [...log],
    stop: () => stopping.abort(),
  };
};

const OF_NOTHING = { paymentId: null, payoutId: null };
const noneYet = (): ProviderError => new ProviderError(404, 'NOT_FOUND', 'No IPN of this has been sent yet');
const NOT_SENT: IpnOutcome = { status: null, error: null };

/** Right in form, made with a key that nobody has. */
const forgedSignature = (body: string, secret: string): string =>
  createHmac('sha512', `not ${secret}`).update(body).digest('hex');
