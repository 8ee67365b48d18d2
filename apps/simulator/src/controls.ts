import { z } from 'zod';
import { COINS } from './coins/coins.ts';
import type { SimulatorContext } from './context.ts';
import type { FaultRequest, FaultState } from './faults/faults.ts';
import type { IpnLogEntry } from './ipn/ipnSender.ts';
import { statusAt, type PaymentRecord } from './records/paymentRecord.ts';
import { receiveDeposit, type Deposit } from './payments/receiveDeposit.ts';
import { setPaymentStatus, statusOverride } from './payments/setPaymentStatus.ts';
import type { PayoutRecord } from './records/payoutRecord.ts';
import { payoutOverride, setPayoutStatus } from './payouts/setPayoutStatus.ts';
import { countPayouts, type PayoutTally } from './payouts/countPayouts.ts';
import { InvalidRequest } from './errors/providerError.ts';
import { readInput } from './input/readInput.ts';
import { resendPaymentIpn } from './payments/sendPaymentIpn.ts';
import { resendPayoutIpn } from './payouts/sendPayoutIpn.ts';

export type SimulatorState = {
  clock: { now: string; offsetMs: number; pendingTasks: number };
  faults: FaultState;
  settings: Record<string, unknown>;
  currencies: number;
  paymentsTotal: number;
  /** The newest payments in order of creation, with their current status. */
  payments: PaymentRecord[];
  /** The newest payouts in order of creation. */
  payouts: PayoutRecord[];
  /** Counts over all payouts: shows when one was paid twice. */
  payoutTally: PayoutTally;
  ipns: IpnLogEntry[];
};

/** The controls of the simulator inside a process; the `/__sim` routes use the same ones. */
export type Controls = {
  deposit(paymentId: string, deposit: Deposit): Promise<PaymentRecord>;
  setStatus(paymentId: string, override: z.input<typeof statusOverride>): Promise<PaymentRecord>;
  resendIpn(paymentId: string): Promise<PaymentRecord>;
  setPayoutStatus(payoutId: string, override: z.input<typeof payoutOverride>): Promise<PayoutRecord>;
  resendPayoutIpn(payoutId: string): Promise<PayoutRecord>;
  /** Sets the balance of a currency in the merchant's wallet; payouts reduce it. */
  setBalance(currency: string, amount: string): void;
  setFaults(request: FaultRequest): Promise<FaultState>;
  /**
   * Moves the virtual clock and runs everything that falls due, including IPNs. A negative value moves it
   * back.
   */
  advanceClock(seconds: number): Promise<void>;
  /** Runs what is due now (for an injected clock, or with `timers: false`). */
  tick(): Promise<void>;
  /** The same, and waits for tasks that another caller's tick has started. */
  settle(): Promise<void>;
  now(): number;
  payment(paymentId: string): PaymentRecord;
  payouts(): PayoutRecord[];
  state(): SimulatorState;
};

const PAYMENTS_SHOWN = 1000;

/** Records are returned as copies, so that callers cannot change them by accident. */
export const createControls = (ctx: SimulatorContext): Controls => {
  const shown = (payment: PaymentRecord): PaymentRecord =>
    structuredClone({ ...payment, status: statusAt(payment, ctx.clock.now()) });

  return {
    deposit: async (paymentId, deposit) => shown(await receiveDeposit(ctx, paymentId, deposit)),
    setStatus: async (paymentId, override) =>
      shown(await setPaymentStatus(ctx, paymentId, readInput(statusOverride, override))),
    resendIpn: async (paymentId) => {
      const payment = ctx.payments.require(paymentId);
      await resendPaymentIpn(ctx, payment);
      return shown(payment);
    },
    setPayoutStatus: async (payoutId, override) =>
      structuredClone(await setPayoutStatus(ctx, payoutId, readInput(payoutOverride, override))),
    resendPayoutIpn: async (payoutId) => {
      const payout = ctx.payouts.require(payoutId);
      await resendPayoutIpn(ctx, payout);
      return structuredClone(payout);
    },
    setBalance: (currency, amount) => {
      if (!/^\d{1,30}(\.\d{1,30})?$/.test(amount)) throw new InvalidRequest('amount must be a decimal text');
      ctx.payouts.setBalance(currency.toLowerCase(), amount);
    },
    setFaults: async (request) => {
      const state = ctx.faults.set(request);
      if (ctx.faults.peekIpn() !== 'reorder' && request.ipn !== undefined) await ctx.ipns.releaseHeld();
      return state;
    },
    advanceClock: (seconds) => ctx.scheduler.advance(Math.round(seconds * 1000)),
    tick: () => ctx.scheduler.runDue(),
    settle: () => ctx.scheduler.settle(),
    now: () => ctx.clock.now(),
    payment: (paymentId) => shown(ctx.payments.require(paymentId)),
    payouts: () => structuredClone(ctx.payouts.all()),
    state: () => ({
      clock: {
        now: new Date(ctx.clock.now()).toISOString(),
        offsetMs: ctx.clock.offsetMs(),
        pendingTasks: ctx.scheduler.pending(),
      },
      faults: ctx.faults.state(),
      settings: publicSettings(ctx),
      currencies: COINS.length,
      paymentsTotal: ctx.payments.size(),
      payments: ctx.payments.all().slice(-PAYMENTS_SHOWN).map(shown),
      payouts: structuredClone(ctx.payouts.all().slice(-PAYMENTS_SHOWN)),
      payoutTally: countPayouts(ctx.payouts.all()),
      ipns: ctx.ipns.log(),
    }),
  };
};

/** The settings without keys and passwords: any user of this machine can read them. */
const publicSettings = ({ settings }: SimulatorContext): Record<string, unknown> => {
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
