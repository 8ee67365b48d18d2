export { createPaydeskClient, type PaydeskClient, type PaydeskClientOptions } from './createPaydeskClient.ts';
export type { FollowOptions } from './events/follow.ts';
export type { PaydeskEvent, PaydeskEventType } from './events/paydeskEvent.ts';
export type * from './generated/procedures.ts';
export { idempotencyKeyFor } from './idempotencyKeyFor.ts';
export {
  type DetailsOfReason,
  type FailureReason,
  isPaydeskError,
  PaydeskError,
  type PaydeskErrorFor,
} from './paydeskError.ts';
export type { CallOptions, Iterate, Mutation, Page, Query } from './procedure.ts';
export { verifyWebhook, type WebhookRequest } from './webhooks/verifyWebhook.ts';
export { WebhookVerificationError, type WebhookCheck } from './webhooks/webhookVerificationError.ts';
