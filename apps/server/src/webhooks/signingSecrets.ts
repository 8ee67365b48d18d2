import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { WebhookEndpointSecret } from '../models/WebhookEndpoint.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** What is needed to read the secrets. */
interface Keyring {
  settings: { secret: string };
}

/**
 * Gives an endpoint a new secret, which cannot be shown again. Its current one must have an end already.
 * @returns the secret, `whsec_` and base64
 */
export async function addSigningSecret(
  trx: Knex.Transaction,
  { settings, endpointId }: Keyring & { endpointId: string },
): Promise<string> {
  const secret = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
  await trx('webhook_endpoint_secrets').insert({
    id: newId(),
    endpoint_id: endpointId,
    encrypted: await symmetricEncrypt({ key: keyOf(settings.secret), data: secret }),
    created_at: trx.raw('clock_timestamp()'),
  });
  return secret;
}

/** Ends all secrets of an endpoint at once; the caller adds a new one. */
export async function endSecrets(trx: Knex.Transaction, endpointId: string): Promise<void> {
  await trx('webhook_endpoint_secrets')
    .where({ endpoint_id: endpointId })
    .whereRaw('(ends_at is null or ends_at > clock_timestamp())')
    .update({ ends_at: trx.raw('clock_timestamp()') });
}

export interface SigningSecret {
  secret: string;
  isLive: boolean;
}

/**
 * The secrets of an endpoint, newest first: the valid ones, or all that it ever had. Without those that were encrypted
 * with another `PAYDESK_SECRET`.
 */
export async function readSigningSecrets(
  db: Knex,
  { settings, endpointId, ended = false }: Keyring & { endpointId: string; ended?: boolean },
): Promise<SigningSecret[]> {
  const isLive = '(ends_at is null or ends_at > clock_timestamp())';
  const query = WebhookEndpointSecret.query(db)
    .where({ endpointId })
    .select('*', WebhookEndpointSecret.raw(`${isLive} as "isLive"`))
    .orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  if (!ended) void query.whereRaw(isLive);
  const rows = (await query) as (WebhookEndpointSecret & { isLive: boolean })[];
  const key = keyOf(settings.secret);
  const secrets = await Promise.all(
    rows.map(async ({ encrypted, isLive: live }) => {
      const secret = await symmetricDecrypt({ key, data: encrypted }).catch(() => null);
      return secret === null ? [] : [{ secret, isLive: live }];
    }),
  );
  return secrets.flat();
}

/** The secret's bytes, with which requests are signed. */
export const keyBytesOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, in base64. */
export function signatureOf(key: Buffer, sent: { id: string; timestamp: string; body: string }): string {
  return createHmac('sha256', key).update(`${sent.id}.${sent.timestamp}.${sent.body}`).digest('base64');
}

/** A key of its own, so that nothing else that PAYDESK_SECRET encrypts can be taken for a secret. */
const keyOf = (secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', 'paydesk webhook secrets', 32)).toString('hex');
