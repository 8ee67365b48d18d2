import type { WebhookDisabledReason } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { type Actor, systemActor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { type Claim, lockClaimed } from './delivery/claimEndpoint.ts';
import { lockEndpoint } from './lockEndpoint.ts';

/**
 * Sends nothing more to an endpoint; its cursor stays. Disabling it again changes nothing. Refuses with NOT_FOUND.
 */
export async function disableEndpoint(
  ctx: AppContext,
  actor: Actor,
  { id }: { id: string },
): Promise<WebhookEndpoint> {
  return await transact(ctx.knex, async (trx) => {
    const endpoint = await lockEndpoint(trx, id);
    if (endpoint.disabledAt !== null) return endpoint;
    return await markDisabled(trx, {
      endpoint,
      reason: 'staff',
      detail: null,
      at: ctx.clock.now(),
      actor,
    });
  });
}

/** The desk itself disables an endpoint that it is sending to. Nothing happens when the claim was taken over. */
export async function disableFailing(
  ctx: AppContext,
  claim: Claim,
  { reason, detail }: { reason: WebhookDisabledReason; detail: string },
): Promise<void> {
  const disabled = await transact(ctx.knex, async (trx) => {
    const endpoint = await lockClaimed(trx, claim);
    if (endpoint === undefined || endpoint.disabledAt !== null) return null;
    return await markDisabled(trx, { endpoint, reason, detail, at: ctx.clock.now() });
  });
  if (disabled !== null) reportDisabled(ctx, disabled);
}

interface Disabling {
  /** Locked. */
  endpoint: WebhookEndpoint;
  reason: WebhookDisabledReason;
  detail: string | null;
  at: Date;
  actor?: Actor;
}

/** In the transaction of what led to it. A trigger writes the event. */
export async function markDisabled(
  trx: Knex.Transaction,
  { endpoint, reason, detail, at, actor = systemActor('webhooks') }: Disabling,
): Promise<WebhookEndpoint> {
  const disabled = await WebhookEndpoint.query(trx).patchAndFetchById(endpoint.id, {
    disabledAt: at,
    disabledReason: reason,
    disabledDetail: detail,
    updatedAt: at,
  });
  await recordAudit(trx, {
    action: 'webhookEndpoints.disable',
    actor,
    subjectKind: 'webhookEndpoint',
    subjectId: endpoint.id,
    note: detail,
    after: { reason, cursor: endpoint.cursor },
    at,
  });
  return disabled;
}

/** The alarm, once it is committed. */
export function reportDisabled({ log }: AppContext, endpoint: WebhookEndpoint): void {
  const { id, description, disabledReason, disabledDetail } = endpoint;
  log.error(
    { alarm: 'WEBHOOK_ENDPOINT_DISABLED', endpointId: id, description, disabledReason, disabledDetail },
    'a webhook endpoint was disabled: its receiver gets no events any more',
  );
}
