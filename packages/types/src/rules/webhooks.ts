/** Enabled endpoints of one desk. A worker serves as many at once; a database trigger holds the same number. */
export const MAX_WEBHOOK_ENDPOINTS = 20;

/** Why an endpoint gets no events any more. */
export const WEBHOOK_DISABLED_REASONS = ['staff', 'gone', 'failing', 'events_removed'] as const;
export type WebhookDisabledReason = (typeof WEBHOOK_DISABLED_REASONS)[number];

/** `event`: in order, tried again when it fails. `resend` and `test`: asked for by staff, sent once. */
export const WEBHOOK_DELIVERY_KINDS = ['event', 'resend', 'test'] as const;
export type WebhookDeliveryKind = (typeof WEBHOOK_DELIVERY_KINDS)[number];

/** `skipped`: staff have moved the endpoint's cursor while it failed. */
export const WEBHOOK_DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'skipped'] as const;
export type WebhookDeliveryStatus = (typeof WEBHOOK_DELIVERY_STATUSES)[number];

/** Hours that the old secret stays valid beside the new one: by default, and at most. */
export const DEFAULT_SECRET_OVERLAP_HOURS = 24;
export const MAX_SECRET_OVERLAP_HOURS = 168;
