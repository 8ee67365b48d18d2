import type { EventType, WebhookDeliveryKind, WebhookDeliveryStatus } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import { BaseModel } from './BaseModel.ts';

/** One event to one endpoint. Its body is built from the event. */
export class WebhookDelivery extends BaseModel {
  static override tableName = 'webhook_deliveries';
  declare id: string;
  declare endpointId: string;
  declare eventId: string;
  /** bigint: a string. */
  declare eventSequence: string;
  declare eventType: EventType;
  declare kind: WebhookDeliveryKind;
  declare status: WebhookDeliveryStatus;
  declare attempts: number;
  declare lastStatus: number | null;
  declare lastError: string | null;
  declare createdAt: Date;
  declare finishedAt: Date | null;
  declare log?: WebhookAttempt[];

  static override relationMappings = (): RelationMappings => ({
    log: {
      relation: Model.HasManyRelation,
      modelClass: WebhookAttempt,
      join: { from: 'webhook_deliveries.id', to: 'webhook_attempts.delivery_id' },
      modify: (query) => void query.orderBy(['at', 'id']),
    },
  });
}

/** One request and its answer. */
export class WebhookAttempt extends BaseModel {
  static override tableName = 'webhook_attempts';
  static override jsonAttributes = ['requestHeaders', 'responseHeaders'];
  declare id: string;
  declare deliveryId: string;
  declare at: Date;
  /** bigint: a string. Seconds, as in `webhook-timestamp`. */
  declare sentTimestamp: string;
  declare bodySha256: string;
  /** Without signatures. */
  declare requestHeaders: Record<string, string>;
  declare durationMs: number;
  declare responseStatus: number | null;
  declare responseHeaders: Record<string, string> | null;
  declare responseBody: string | null;
  declare error: string | null;
}
