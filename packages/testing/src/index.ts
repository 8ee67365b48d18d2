export type { DeskClock, Duration } from './deskClock.ts';
export type { Fault, Faults } from './faults.ts';
export { InvariantsBroken, type Difference } from './invariants.ts';
export { PaydeskNotFound } from './findPaydesk.ts';
export type { DeskSandbox, PaymentReference, UserReference } from './deskSandbox.ts';
export { SandboxError } from './sandboxControl.ts';
export type { StaffMember, StaffRole } from './staffMember.ts';
export { startSandbox, type SandboxOptions, type SandboxSetting } from './startSandbox.ts';
export type { ReceiverOptions, WebhookReceiver, Webhooks } from './webhookReceiver.ts';
