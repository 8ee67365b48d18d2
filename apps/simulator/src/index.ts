export { createSimulator, type Simulator } from './createSimulator.ts';
export { COINS, type Coin } from './coins/coins.ts';
export type { Controls, SimulatorState } from './controls.ts';
export { ANSWER_FAULTS, HTTP_FAULTS, IPN_FAULTS } from './faults/faults.ts';
export type { AnswerFault, FaultRequest, FaultState, HttpFault, IpnFault } from './faults/faults.ts';
export type { IpnLogEntry } from './ipn/ipnSender.ts';
export { signIpn } from './ipn/signIpn.ts';
export type { PaymentRecord } from './records/paymentRecord.ts';
export type { PayoutRecord } from './records/payoutRecord.ts';
export type { PayoutTally } from './payouts/countPayouts.ts';
export {
  DEFAULT_API_KEY,
  DEFAULT_CREDENTIALS,
  DEFAULT_TOTP_SECRET,
  type IpnAnswer,
  type IpnRequest,
  type SimulatorOptions,
} from './settings.ts';
