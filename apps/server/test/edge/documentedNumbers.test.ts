import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  DEFAULT_SECRET_OVERLAP_HOURS,
  MAX_BATCH_CALLS,
  MAX_METADATA_BYTES,
  MAX_ORDER_ID_LENGTH,
  MAX_WEBHOOK_ENDPOINTS,
  MIN_EVENT_RETENTION_DAYS,
  SENT_AMOUNT_TOLERANCE,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import { STREAMS_PER_CALLER, STREAMS_PER_PROCESS } from '../../src/http/events.routes.ts';
import { STREAM_TIMES } from '../../src/http/eventStream.ts';
import { REQUESTS_PER_MINUTE } from '../../src/http/requestLimits.ts';
import { waitAfter } from '../../src/webhooks/delivery/retrySchedule.ts';
import { TOTAL_TIMEOUT_MS } from '../../src/webhooks/delivery/sendRequest.ts';

const docs = resolve(import.meta.dirname, '../../../../docs');
const { apiKey, user, address } = REQUESTS_PER_MINUTE;

test.each([
  ['integrate/webhooks.md', `the desk waits ${waits()}, each a`],
  ['integrate/webhooks.md', `At most ${MAX_WEBHOOK_ENDPOINTS} are enabled`],
  ['integrate/webhooks.md', `\`overlapHours\` (${DEFAULT_SECRET_OVERLAP_HOURS})`],
  ['integrate/webhooks.md', `the whole answer has ${TOTAL_TIMEOUT_MS / 1000} seconds`],
  [
    'events.md',
    `At most ${STREAMS_PER_CALLER.service} streams per API key and per session, ${STREAMS_PER_CALLER.user} per user token, ${STREAMS_PER_PROCESS} per server process`,
  ],
  ['integrate/references.md', `1 to ${MAX_ORDER_ID_LENGTH} characters`],
  ['integrate/references.md', `at most ${MAX_METADATA_BYTES} bytes`],
  ['events.md', `A comment comes every ${STREAM_TIMES.aliveMs / 1000} seconds`],
  ['events.md', `disconnects it after ${STREAM_TIMES.slowMs / 1000} seconds`],
  ['events.md', `**${MIN_EVENT_RETENTION_DAYS} days.**`],
  ['requests.md', `One request may contain ${MAX_BATCH_CALLS} calls`],
  [
    'requests.md',
    `${grouped(apiKey)} requests for an API key, ${grouped(user)} for a user with all tokens, ${grouped(address)} for any`,
  ],
  [
    'security.md',
    `${grouped(apiKey)} a minute for an API key, ${grouped(user)} for a user, ${grouped(address)} for any`,
  ],
  ['withdrawals.md', `more than ${Number(SENT_AMOUNT_TOLERANCE) * 100} % away`],
])('%s says “%s”', (page, text) => {
  expect(readFileSync(resolve(docs, page), 'utf8').replaceAll(/\s+/g, ' ')).toContain(text);
});

/** As in “5 s, 5 min and 2 h”. */
function waits(): string {
  const texts: string[] = [];
  for (let ms = waitAfter(1, 0.5); ms !== null; ms = waitAfter(texts.length + 1, 0.5))
    texts.push(shown(ms / 1000));
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

function shown(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
