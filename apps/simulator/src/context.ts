import type { Faults } from './faults/faults.ts';
import type { IpnSender } from './ipn/ipnSender.ts';
import type { PaymentStore } from './records/paymentStore.ts';
import type { PayoutStore } from './records/payoutStore.ts';
import type { Settings } from './settings.ts';
import type { Scheduler } from './time/scheduler.ts';
import type { VirtualClock } from './time/virtualClock.ts';

/** What every command of the simulator works on. */
export type SimulatorContext = {
  settings: Settings;
  clock: VirtualClock;
  scheduler: Scheduler;
  payments: PaymentStore;
  payouts: PayoutStore;
  faults: Faults;
  ipns: IpnSender;
};
