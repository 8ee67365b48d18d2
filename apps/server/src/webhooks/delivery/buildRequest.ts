import type { AppContext } from '../../context/appContext.ts';
import { eventTexts } from '../../events/presentEvents.ts';
import type { StoredEvent } from '../../events/readEvents.ts';
import { proofProblemOfValues, requireOriginKey } from '../../origin/checkOrigin.ts';
import { valuesToInsert } from '../../origin/originFields.ts';
import type { WebhookEndpoint } from '../../models/WebhookEndpoint.ts';
import { keyBytesOf, readSigningSecrets, signatureOf } from '../signingSecrets.ts';
import type { WebhookRequest } from './sendRequest.ts';

/** All valid secrets were encrypted with another PAYDESK_SECRET. */
export class UnreadableSecretError extends Error {
  override readonly name = 'UnreadableSecretError';
}

/** Somebody else than the desk wrote the endpoint, or changed its URL. */
export class ForeignEndpointError extends Error {
  override readonly name = 'ForeignEndpointError';
}

/** The event as `events.list` shows it to apps, signed with each valid secret of the endpoint, the newest first. */
export async function buildRequest(
  ctx: AppContext,
  { endpoint, event, at }: { endpoint: WebhookEndpoint; event: StoredEvent; at: Date },
): Promise<WebhookRequest> {
  const values = valuesToInsert('webhook_endpoint', endpoint);
  const problem = proofProblemOfValues(requireOriginKey(ctx.knex), endpoint.originMac, values);
  if (problem !== null)
    throw new ForeignEndpointError(
      `not sent: the URL was written to the database, outside the desk: ${problem}`,
    );
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const body = await bodyOf(ctx, event);
  const secrets = await readSigningSecrets(ctx.knex, { settings: ctx.settings, endpointId: endpoint.id });
  if (secrets.length === 0) throw new UnreadableSecretError('the signing secret cannot be read: rotate it');
  const signatures = secrets.map(
    ({ secret }) => `v1,${signatureOf(keyBytesOf(secret), { id: event.id, timestamp, body })}`,
  );
  return {
    url: endpoint.url,
    headers: {
      'webhook-id': event.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
    body,
  };
}

/** What is sent about an event, exactly. */
export async function bodyOf(ctx: AppContext, event: StoredEvent): Promise<string> {
  const [text] = await eventTexts(ctx, [event], { forUser: false });
  if (text === undefined) throw new Error('an event was not presented');
  return text;
}
