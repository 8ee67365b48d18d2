import type { WebhookDisabledReason } from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** An address of a receiver that events are sent to, in order. */
export class WebhookEndpoint extends BaseModel {
  static override tableName = 'webhook_endpoints';
  static override originKind: OriginKind = 'webhook_endpoint';
  declare id: string;
  declare url: string;
  declare description: string;
  /** Null: every type. */
  declare eventTypes: string[] | null;
  /** bigint: a string. Everything up to this sequence was delivered. */
  declare cursor: string;
  /** Events up to this sequence are from before it had its URL. */
  declare urlAfter: string;
  /** The highest cursor that it ever had. */
  declare reached: string;
  declare failures: number;
  declare failingSince: Date | null;
  declare nextAttemptAt: Date;
  declare disabledAt: Date | null;
  declare disabledReason: WebhookDisabledReason | null;
  declare disabledDetail: string | null;
  declare claimToken: string | null;
  declare claimedUntil: Date | null;
  declare createdById: string | null;
  declare createdByName: string | null;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare secrets?: WebhookEndpointSecret[];

  static override relationMappings = (): RelationMappings => ({
    secrets: {
      relation: Model.HasManyRelation,
      modelClass: WebhookEndpointSecret,
      join: { from: 'webhook_endpoints.id', to: 'webhook_endpoint_secrets.endpoint_id' },
      modify: (query) =>
        void query.orderBy([
          { column: 'createdAt', order: 'desc' },
          { column: 'id', order: 'desc' },
        ]),
    },
  });
}

/** A signing secret of an endpoint, encrypted; two are valid during a rotation. */
export class WebhookEndpointSecret extends BaseModel {
  static override tableName = 'webhook_endpoint_secrets';
  declare id: string;
  declare endpointId: string;
  declare encrypted: string;
  /** Null: the current one. */
  declare endsAt: Date | null;
  declare createdAt: Date;
}
