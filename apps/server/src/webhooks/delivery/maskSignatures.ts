import type { WebhookAnswer, WebhookRequest } from './sendRequest.ts';

const MASK = '[our signature]';
/** Of an answer that was cut off: fewer characters of a signature are of no use. */
const MIN_CUT_LENGTH = 16;

/**
 * An answer without the signatures of its request: a receiver that repeats what it got would otherwise put them where
 * every viewer of the delivery reads them. Also when they are escaped for JSON or a URL, or cut off.
 */
export function maskSignatures(answer: WebhookAnswer, request: WebhookRequest | null): WebhookAnswer {
  const signatures = signaturesOf(request);
  const mask = (text: string) => signatures.reduce(masked, text);
  return {
    ...answer,
    body: answer.body === null ? null : mask(answer.body),
    headers:
      answer.headers === null
        ? null
        : Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, mask(value)])),
    error: answer.error === null ? null : mask(answer.error),
  };
}

/** Without the padding, which could be cut off. */
function signaturesOf(request: WebhookRequest | null): string[] {
  const plain = (request?.headers['webhook-signature'] ?? '')
    .split(' ')
    .map((signature) => signature.replace(/^v1,/, '').replace(/=+$/, ''))
    .filter((signature) => signature !== '');
  return plain.flatMap((signature) => [
    signature,
    signature.replaceAll('/', String.raw`\/`),
    encodeURIComponent(signature),
    signature.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

function masked(text: string, signature: string): string {
  const whole = text.replaceAll(signature, MASK);
  for (let length = signature.length - 1; length >= MIN_CUT_LENGTH; length -= 1)
    if (whole.endsWith(signature.slice(0, length))) return `${whole.slice(0, -length)}${MASK}`;
  return whole;
}
