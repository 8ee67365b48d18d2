import type { Faults } from './faults/faults.ts';
import type { IpnSender } from './ipn/ipnSender.ts';
import type { PaymentStore } from './payments/paymentStore.ts';
import type { PayoutStore } from './payouts/payoutStore.ts';
import type { Settings } from './settings.ts';
import type { Scheduler } from './time/scheduler.ts';
import type { VirtualClock } from './time/virtualClock.ts';

/** What every verb of the simulator works on. */
export type Core = {
  settings: Settings;
  clock: VirtualClock;
  scheduler: Scheduler;
  store: PaymentStore;
  payouts: PayoutStore;
  faults: Faults;
  ipns: IpnSender;
};
