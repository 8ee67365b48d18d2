import type { AuditAction } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import type { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { endpointsWithSecrets } from './listEndpoints.ts';
import { lockEndpoint } from './lockEndpoint.ts';
import { addSigningSecret, endSecrets } from './signingSecrets.ts';

/**
 * Gives an endpoint a new secret, which cannot be shown again. Requests are signed with both until the old one ends,
 * after `overlapHours`. Refuses with NOT_FOUND, ILLEGAL_TRANSITION (two are valid already).
 */
export async function rotateSecret(
  ctx: AppContext,
  actor: Actor,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  return await transact(ctx.knex, async (trx) => {
    await lockEndpoint(trx, id);
    if (overlapHours === 0) await endSecrets(trx, id);
    else
      await trx('webhook_endpoint_secrets')
        .where({ endpoint_id: id, ends_at: null })
        .update({ ends_at: trx.raw('clock_timestamp() + make_interval(hours => ?)', [overlapHours]) });
    const secret = await addSigningSecret(trx, { settings: ctx.settings, endpointId: id });
    await audit(trx, ctx, actor, { action: 'webhookEndpoints.rotateSecret', id, after: { overlapHours } });
    return { endpoint: await endpointsWithSecrets(trx).findById(id).throwIfNotFound(), secret };
  });
}

/** Ends the old secret of a rotation before its time. Refuses with NOT_FOUND, ILLEGAL_TRANSITION (there is none). */
export async function endOldSecret(
  ctx: AppContext,
  actor: Actor,
  { id }: { id: string },
): Promise<WebhookEndpoint> {
  return await transact(ctx.knex, async (trx) => {
    await lockEndpoint(trx, id);
    const ended = await trx('webhook_endpoint_secrets')
      .where({ endpoint_id: id })
      .whereRaw('ends_at > clock_timestamp()')
      .update({ ends_at: trx.raw('clock_timestamp()') });
    if (ended === 0) throw new DomainError('ILLEGAL_TRANSITION', 'only the current secret is valid');
    await audit(trx, ctx, actor, { action: 'webhookEndpoints.endOldSecret', id });
    return await endpointsWithSecrets(trx).findById(id).throwIfNotFound();
  });
}

async function audit(
  trx: Knex.Transaction,
  ctx: AppContext,
  actor: Actor,
  { action, id, after }: { action: AuditAction; id: string; after?: object },
): Promise<void> {
  await recordAudit(trx, {
    action,
    actor,
    subjectKind: 'webhookEndpoint',
    subjectId: id,
    after: after ?? null,
    at: ctx.clock.now(),
  });
}
