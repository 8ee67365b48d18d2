import { createHmac } from 'node:crypto';
import type { Faults, IpnFault } from '../faults/faults.ts';
import type { Settings } from '../settings.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { VirtualClock } from '../time/virtualClock.ts';
import { deliverIpn, isReceived, type IpnOutcome } from './deliverIpn.ts';
import { signIpn } from './signIpn.ts';

/** One line of the delivery log. `attempt` 0: a fault has prevented or delayed sending. */
export type IpnLogEntry = {
  seq: number;
  at: string;
  /** Null for the IPN of a payout; `payoutId` is set then. */
  paymentId: string | null;
  payoutId: string | null;
  /** The reported status. */
  status: string;
  url: string;
  attempt: number;
  fault: IpnFault | null;
  httpStatus: number | null;
  error: string | null;
  body: string;
};

export type IpnSender = {
  /** Sends one IPN and waits for the first attempt. */
  send(ipn: Ipn): Promise<void>;
  /** Sends the IPN that the `reorder` fault holds back. */
  releaseHeld(): Promise<void>;
  log(): IpnLogEntry[];
  stop(): void;
};

/** One report about a payment or a payout; the other id is null. */
type Ipn = {
  paymentId: string | null;
  payoutId: string | null;
  status: string;
  url: string;
  body: string;
};

const LOG_LENGTH = 1000;
/** A held IPN is sent on its own when no other follows within this time. */
const LONGEST_HOLD_MS = 60_000;

type Parts = { settings: Settings; clock: VirtualClock; scheduler: Scheduler; faults: Faults };

export const createIpnSender = ({ settings, clock, scheduler, faults }: Parts): IpnSender => {
  const log: IpnLogEntry[] = [];
  const stopping = new AbortController();
  let seq = 0;
  let held: Ipn | null = null;

  const note = (ipn: Ipn, attempt: number, fault: IpnFault | null, outcome: IpnOutcome = NOT_SENT): void => {
    log.push({
      seq: seq++,
      at: new Date(clock.now()).toISOString(),
      paymentId: ipn.paymentId,
      payoutId: ipn.payoutId,
      status: ipn.status,
      url: ipn.url,
      attempt,
      fault,
      httpStatus: outcome.status,
      error: outcome.error,
      body: ipn.body,
    });
    if (log.length > LOG_LENGTH) log.shift();
  };

  /** Faults apply to the first attempt only; retries are sent correctly. */
  const attempt = async (ipn: Ipn, nth: number, fault: IpnFault | null): Promise<void> => {
    const secret = settings.ipnSecret ?? '';
    const signature = fault === 'forge' ? forgedSignature(ipn.body, secret) : signIpn(ipn.body, secret);
    const headers = { 'content-type': 'application/json', 'x-nowpayments-sig': signature };
    const outcome = await deliverIpn(settings, { url: ipn.url, headers, body: ipn.body }, stopping.signal);
    note(ipn, nth, fault, outcome);
    if (stopping.signal.aborted || isReceived(outcome) || nth > settings.ipnRetries.count) return;
    scheduler.at(clock.now() + settings.ipnRetries.everyMs, () => attempt(ipn, nth + 1, null));
  };

  const releaseHeld = async (): Promise<void> => {
    const ipn = held;
    held = null;
    if (ipn !== null) await attempt(ipn, 1, 'reorder');
  };

  const hold = (ipn: Ipn): void => {
    held = ipn;
    note(ipn, 0, 'reorder');
    scheduler.at(clock.now() + LONGEST_HOLD_MS, async () => {
      if (held === ipn) await releaseHeld();
    });
  };

  const send = async (ipn: Ipn): Promise<void> => {
    // The IPN that follows a held one is sent unchanged: two swapped reports are one use of the fault.
    const fault = held !== null && faults.peekIpn() === 'reorder' ? null : faults.takeIpn();
    if (fault === 'drop') return note(ipn, 0, fault);
    if (fault === 'reorder') return hold(ipn);
    if (fault === 'delay') {
      note(ipn, 0, fault);
      scheduler.at(clock.now() + settings.ipnDelayMs, () => attempt(ipn, 1, fault));
      return;
    }
    await attempt(ipn, 1, fault);
    if (fault === 'duplicate') await attempt(ipn, 1, fault);
    await releaseHeld();
  };

  return {
    send,
    releaseHeld,
    log: () => [...log],
    stop: () => stopping.abort(),
  };
};

const NOT_SENT: IpnOutcome = { status: null, error: null };

/** Correct in form, made with another key. */
const forgedSignature = (body: string, secret: string): string =>
  createHmac('sha512', `not ${secret}`).update(body).digest('hex');
