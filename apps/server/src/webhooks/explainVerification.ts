import type { webhookDeliveryExplainInput, webhookDeliveryExplainOutput } from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { WebhookAttempt, WebhookDelivery } from '../models/WebhookDelivery.ts';
import { bodyDifference } from './bodyDifference.ts';
import { currentBody } from './presentDelivery.ts';
import { keyBytesOf, readSigningSecrets, signatureOf, type SigningSecret } from './signingSecrets.ts';

type Input = z.output<typeof webhookDeliveryExplainInput>;
type Finding = z.output<typeof webhookDeliveryExplainOutput>['findings'][number];

/**
 * Why a receiver's verification of a delivery fails: compares what it got, and what it computed, with what was sent.
 * Its secret is not needed, because the desk has every secret of the endpoint. Refuses with NOT_FOUND (also when the
 * event was removed by age).
 */
export async function explainVerification(ctx: AppContext, input: Input): Promise<Finding[]> {
  const delivery = await WebhookDelivery.query(ctx.knex).findById(input.id);
  const sentBody = delivery === undefined ? null : await currentBody(ctx, delivery);
  if (delivery === undefined || sentBody === null)
    throw new DomainError('NOT_FOUND', 'no such webhook delivery, or its event was removed by age');
  const attempts = await WebhookAttempt.query(ctx.knex).where({ deliveryId: delivery.id });
  const secrets = await readSigningSecrets(ctx.knex, {
    settings: ctx.settings,
    endpointId: delivery.endpointId,
    ended: true,
  });
  const known = { delivery, attempts, secrets };
  return [
    ...headerFindings(input, known),
    ...bodyFindings(sentBody, input.body),
    ...signatureFindings(input, known),
    ...computedFindings(input, { ...known, sentBody }),
  ];
}

interface Known {
  delivery: WebhookDelivery;
  attempts: WebhookAttempt[];
  secrets: SigningSecret[];
}

function headerFindings(input: Input, { delivery, attempts }: Known): Finding[] {
  const found: Finding[] = [];
  for (const [name, value] of [
    ['webhook-id', input.webhookId],
    ['webhook-timestamp', input.webhookTimestamp],
    ['webhook-signature', input.webhookSignature],
  ] as const)
    if (value === undefined || value === '')
      found.push(finding('HEADER_MISSING', `${name} is missing: does a proxy drop headers?`));
  if (input.webhookId && input.webhookId !== delivery.eventId)
    found.push(finding('ID_DIFFERS', `webhook-id is not this delivery's, which is ${delivery.eventId}`));
  const sent = attempts.map(({ sentTimestamp }) => sentTimestamp);
  if (input.webhookTimestamp && !sent.includes(input.webhookTimestamp))
    found.push(
      finding('TIMESTAMP_DIFFERS', `webhook-timestamp was not sent; sent were ${sent.join(', ') || 'none'}`),
    );
  return found;
}

function bodyFindings(sent: string, received: string): Finding[] {
  const difference = bodyDifference(sent, received);
  return difference === null ? [] : [finding(difference.code, difference.message)];
}

/** Whether the signatures that arrived were made with a secret of the endpoint. */
function signatureFindings(input: Input, { secrets }: Known): Finding[] {
  const { webhookId: id, webhookTimestamp: timestamp, webhookSignature, body } = input;
  if (!id || !timestamp || !webhookSignature) return [];
  const signatures = signaturesIn(webhookSignature);
  if (signatures.length === 0)
    return [finding('SIGNATURE_MALFORMED', 'webhook-signature has no entry that begins with v1,')];
  const madeWith = secrets.find(({ secret }) =>
    signatures.includes(signatureOf(keyBytesOf(secret), { id, timestamp, body })),
  );
  if (madeWith === undefined)
    return [
      finding(
        'SIGNATURE_OF_OTHER_CONTENT',
        'the signature belongs to another body, id or timestamp, or to another endpoint: compare them with what was sent',
      ),
    ];
  return madeWith.isLive
    ? []
    : [finding('SECRET_ENDED', 'it was signed with a secret that has ended since: use the current one')];
}

/** How the receiver must have computed its own signature, if it is one of the usual mistakes. */
function computedFindings(input: Input, known: Known & { sentBody: string }): Finding[] {
  const { computedSignature, webhookSignature } = input;
  if (!computedSignature) return [];
  const computed = computedSignature.replace(/^v1,/, '').trim();
  if (signaturesIn(webhookSignature ?? '').includes(computed))
    return [
      finding(
        'COMPARISON_WRONG',
        'the computed signature is right: webhook-signature is a list separated by spaces, and one entry has to match',
      ),
    ];
  const contents = contentsOf(input, known);
  for (const { secret, isLive } of known.secrets)
    for (const { key, mistake: ofKey } of keysOf(secret))
      for (const { content, mistake: ofContent } of contents) {
        const digest = signatureOf(key, content);
        const mistake = [ofKey, ofContent].filter((text) => text !== null).join(', and ');
        const ended = isLive ? '' : ' It is a secret that has ended.';
        if (computed === digest)
          return [finding('COMPUTED_WITH', `${mistake || 'signed as it should be'}.${ended}`)];
        if (computed.toLowerCase() === Buffer.from(digest, 'base64').toString('hex'))
          return [
            finding(
              'COMPUTED_AS_HEX',
              `the signature is in hex and must be in base64${mistake && `; also: ${mistake}`}.${ended}`,
            ),
          ];
      }
  return [
    finding(
      'SECRET_UNKNOWN',
      'no secret of this endpoint gives this signature: the secret is another endpoint’s, cut off, or was changed',
    ),
  ];
}

const keysOf = (secret: string) => [
  { key: keyBytesOf(secret), mistake: null },
  {
    key: Buffer.from(secret),
    mistake: 'the secret was used as text: remove whsec_ and decode the rest as base64',
  },
  {
    key: Buffer.from(secret.replace(/^whsec_/, '')),
    mistake: 'the secret was not decoded: what follows whsec_ is base64',
  },
  { key: Buffer.from(secret, 'base64'), mistake: 'whsec_ was decoded with the rest: remove it first' },
];

interface Content {
  id: string;
  timestamp: string;
  body: string;
}

/** What is signed, and what is signed by mistake. `signatureOf` puts the three together with dots. */
function contentsOf(
  input: Input,
  known: Known & { sentBody: string },
): { content: Content; mistake: string | null }[] {
  const id = input.webhookId ?? known.delivery.eventId;
  const { body } = input;
  const timestamps = [input.webhookTimestamp, ...known.attempts.map(({ sentTimestamp }) => sentTimestamp)];
  return [...new Set(timestamps.filter((one) => one !== undefined))].flatMap((timestamp) => [
    { content: { id, timestamp, body }, mistake: null },
    {
      content: { id, timestamp, body: known.sentBody },
      mistake: 'the right body was signed, not the one given here',
    },
    { content: { id: timestamp, timestamp: id, body }, mistake: 'id and timestamp were exchanged' },
    {
      content: { id, timestamp: `${timestamp}000`, body },
      mistake: 'the timestamp was taken in milliseconds; it is signed as it is in the header',
    },
    ...reencoded(body).map((other) => ({
      content: { id, timestamp, body: other },
      mistake: 'the body was parsed and written again before it was signed: use the bytes that arrived',
    })),
  ]);
}

/** As JSON libraries write it: compact, or with two or four spaces. */
function reencoded(body: string): string[] {
  try {
    const value: unknown = JSON.parse(body);
    const compact = JSON.stringify(value);
    return [compact, JSON.stringify(value, null, 2), JSON.stringify(value, null, 4)].filter(
      (text) => text !== body,
    );
  } catch {
    return [];
  }
}

const signaturesIn = (header: string): string[] =>
  header
    .split(' ')
    .filter((entry) => entry.startsWith('v1,'))
    .map((entry) => entry.slice('v1,'.length));

const finding = (code: string, message: string): Finding => ({ code, message });
