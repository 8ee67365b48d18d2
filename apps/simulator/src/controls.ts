import { z } from 'zod';
import { COINS } from './coins/coins.ts';
import type { Core } from './core.ts';
import type { FaultRequest, FaultState } from './faults/faults.ts';
import type { IpnLogEntry } from './ipn/ipnSender.ts';
import { statusAt, type PaymentRecord } from './payments/paymentRecord.ts';
import { receiveDeposit, type Deposit } from './payments/receiveDeposit.ts';
import { setPaymentStatus, statusOverride } from './payments/setPaymentStatus.ts';
import type { PayoutRecord } from './payouts/payoutRecord.ts';
import { payoutOverride, setPayoutStatus } from './payouts/setPayoutStatus.ts';
import { tallyPayouts, type PayoutTally } from './payouts/tallyPayouts.ts';
import { InvalidRequest } from './refusals/providerError.ts';
import { readInput } from './refusals/readInput.ts';

export type SimulatorState = {
  clock: { now: string; offsetMs: number; pendingTasks: number };
  faults: FaultState;
  settings: Record<string, unknown>;
  currencies: number;
  paymentsTotal: number;
  /** The newest payments, oldest of them first, with the status of this moment. */
  payments: PaymentRecord[];
  /** The newest payouts, oldest of them first. */
  payouts: PayoutRecord[];
  /** Over all payouts there ever were: what must never be more than one is counted here. */
  payoutTally: PayoutTally;
  ipns: IpnLogEntry[];
};

/** The levers of the simulator, for use inside a process; the `/__sim` routes pull the same ones. */
export type Controls = {
  deposit(paymentId: string, deposit: Deposit): Promise<PaymentRecord>;
  setStatus(paymentId: string, override: z.input<typeof statusOverride>): Promise<PaymentRecord>;
  resendIpn(paymentId: string): Promise<PaymentRecord>;
  setPayoutStatus(payoutId: string, override: z.input<typeof payoutOverride>): Promise<PayoutRecord>;
  resendPayoutIpn(payoutId: string): Promise<PayoutRecord>;
  /** What the merchant's wallet was given of a currency; what was paid out goes off it. */
  setBalance(currency: string, amount: string): void;
  setFaults(request: FaultRequest): Promise<FaultState>;
  /**
   * Moves the virtual clock and runs everything that falls due on the way, its IPNs included. Negative moves
   * back.
   */
  advanceClock(seconds: number): Promise<void>;
  /** Runs what is due at this moment (for an injected clock, or with `timers: false`). */
  tick(): Promise<void>;
  /** The same, and waits for what another caller's tick has begun: for several callers at once. */
  settle(): Promise<void>;
  now(): number;
  payment(paymentId: string): PaymentRecord;
  payouts(): PayoutRecord[];
  state(): SimulatorState;
};

const PAYMENTS_SHOWN = 1000;

/** Records are handed out as copies: nobody outside changes a payment by accident. */
export const createControls = (core: Core): Controls => {
  const shown = (payment: PaymentRecord): PaymentRecord =>
    structuredClone({ ...payment, status: statusAt(payment, core.clock.now()) });

  return {
    deposit: async (paymentId, deposit) => shown(await receiveDeposit(core, paymentId, deposit)),
    setStatus: async (paymentId, override) =>
      shown(await setPaymentStatus(core, paymentId, readInput(statusOverride, override))),
    resendIpn: async (paymentId) => {
      const payment = core.store.require(paymentId);
      await core.ipns.resend(payment);
      return shown(payment);
    },
    setPayoutStatus: async (payoutId, override) =>
      structuredClone(await setPayoutStatus(core, payoutId, readInput(payoutOverride, override))),
    resendPayoutIpn: async (payoutId) => {
      const payout = core.payouts.require(payoutId);
      await core.ipns.resendPayout(payout);
      return structuredClone(payout);
    },
    setBalance: (currency, amount) => {
      if (!/^\d{1,30}(\.\d{1,30})?$/.test(amount)) throw new InvalidRequest('amount must be a decimal text');
      core.payouts.setBalance(currency.toLowerCase(), amount);
    },
    setFaults: async (request) => {
      const state = core.faults.set(request);
      if (core.faults.peekIpn() !== 'reorder' && request.ipn !== undefined) await core.ipns.releaseHeld();
      return state;
    },
    advanceClock: (seconds) => core.scheduler.advance(Math.round(seconds * 1000)),
    tick: () => core.scheduler.runDue(),
    settle: () => core.scheduler.settle(),
    now: () => core.clock.now(),
    payment: (paymentId) => shown(core.store.require(paymentId)),
    payouts: () => structuredClone(core.payouts.all()),
    state: () => ({
      clock: {
        now: new Date(core.clock.now()).toISOString(),
        offsetMs: core.clock.offsetMs(),
        pendingTasks: core.scheduler.pending(),
      },
      faults: core.faults.state(),
      settings: publicSettings(core),
      currencies: COINS.length,
      paymentsTotal: core.store.size(),
      payments: core.store.all().slice(-PAYMENTS_SHOWN).map(shown),
      payouts: structuredClone(core.payouts.all().slice(-PAYMENTS_SHOWN)),
      payoutTally: tallyPayouts(core.payouts.all()),
      ipns: core.ipns.log(),
    }),
  };
};

/** Keys and passwords stay out of what anybody on the machine can read. */
const publicSettings = ({ settings }: Core): Record<string, unknown> => {
  const {
    stepMs,
    fixedRateMinutes,
    outcomeCurrency,
    repeatedDepositStatus,
    wrongAssetStatus,
    coverPercent,
    childOrderId,
    merchantCoinsShape,
    lateDepositIpn,
    payoutShape,
    payoutListLagMs,
  } = settings;
  return {
    stepMs,
    fixedRateMinutes,
    outcomeCurrency,
    repeatedDepositStatus,
    wrongAssetStatus,
    coverPercent,
    childOrderId,
    merchantCoinsShape,
    lateDepositIpn,
    payoutShape,
    payoutListLagMs,
    sendsIpns: Boolean(settings.ipnSecret),
  };
};
