import { createHmac, randomUUID } from 'node:crypto';

export interface EventToSign {
  secret: string;
  event: object;
  id?: string;
  /** How long ago it was signed. */
  ageSeconds?: number;
}

export interface SignedEvent {
  body: string;
  headers: Record<string, string>;
}

/** A request as the desk sends it: Standard Webhooks, by Node's own HMAC. */
export function signedEvent({ secret, event, id = randomUUID(), ageSeconds = 0 }: EventToSign): SignedEvent {
  const body = JSON.stringify({ id, ...event });
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    },
  };
}
