import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  COUNT_CAP,
  DEFAULT_BONUS_LIMIT,
  DEFAULT_KEY_DAYS,
  DEFAULT_SECRET_OVERLAP_HOURS,
  MAX_BATCH_CALLS,
  MAX_EVENTS_LIMIT,
  MAX_METADATA_BYTES,
  MAX_OFFSET,
  MAX_ORDER_ID_LENGTH,
  MAX_PAYMENT_USD,
  MAX_PER_PAGE,
  MAX_USER_TOKEN_SECONDS,
  MAX_WEBHOOK_ENDPOINTS,
  MIN_PAYMENT_USD,
  MIN_WITHDRAWAL_USD,
  IDEMPOTENCY_RETENTION_DAYS,
  MIN_EVENT_RETENTION_DAYS,
  MIN_IDEMPOTENCY_RETENTION_DAYS,
  SENT_AMOUNT_TOLERANCE,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import { DEFAULT_TTL_SECONDS } from '../../src/auth/userTokens.ts';
import { MAX_DEPTH } from '../../src/base/jsonProblem.ts';
import { BODY_LIMIT } from '../../src/http/createApp.ts';
import { PREFLIGHT_SECONDS } from '../../src/http/crossOrigin.ts';
import { STREAMS_PER_CALLER, STREAMS_PER_PROCESS } from '../../src/http/events.routes.ts';
import { STREAM_TIMES } from '../../src/http/eventStream.ts';
import { REQUESTS_PER_MINUTE } from '../../src/http/requestLimits.ts';
import { MAX_HEADER_BYTES, MAX_URL_LENGTH } from '../../src/http/uniformErrors.ts';
import { MAX_OPEN_PAYMENTS, MAX_PER_MINUTE, MAX_UNPAID_PER_DAY } from '../../src/payments/createPayment.ts';
import { DEFAULT_PER_PAGE } from '../../src/trpc/listRows.ts';
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
    'integrate/events.md',
    `At most ${STREAMS_PER_CALLER.service} streams per API key and per session, ${STREAMS_PER_CALLER.user} per user token, ${STREAMS_PER_PROCESS} per server process`,
  ],
  ['integrate/references.md', `1 to ${MAX_ORDER_ID_LENGTH} characters`],
  ['integrate/references.md', `at most ${MAX_METADATA_BYTES} bytes`],
  ['integrate/events.md', `A comment comes every ${STREAM_TIMES.aliveMs / 1000} seconds`],
  ['integrate/events.md', `disconnects it after ${STREAM_TIMES.slowMs / 1000} seconds`],
  ['integrate/events.md', `**${MIN_EVENT_RETENTION_DAYS} days.**`],
  [
    'integrate/idempotency.md',
    `**${IDEMPOTENCY_RETENTION_DAYS} days** unless the operator has set another number, ${MIN_IDEMPOTENCY_RETENTION_DAYS} at least`,
  ],
  [
    'integrate/limits.md',
    `${grouped(apiKey)} requests for an API key, ${grouped(user)} for a user with all tokens, ${grouped(address)} for any`,
  ],
  ['integrate/limits.md', `| calls in a tRPC batch | ${MAX_BATCH_CALLS} |`],
  ['integrate/limits.md', `| body | ${BODY_LIMIT / 1024} kB |`],
  ['integrate/limits.md', `| address | ${MAX_URL_LENGTH / 1024} kB |`],
  ['integrate/limits.md', `| address and headers together | ${MAX_HEADER_BYTES / 1024} kB |`],
  ['integrate/limits.md', `| depth of JSON | ${MAX_DEPTH} levels |`],
  ['integrate/limits.md', `| rows of a page, ids of \`getMany\` | ${MAX_PER_PAGE} |`],
  ['integrate/limits.md', `| events of a page | ${MAX_EVENTS_LIMIT} |`],
  ['integrate/limits.md', `| \`orderId\` | ${MAX_ORDER_ID_LENGTH} characters |`],
  ['integrate/limits.md', `| \`metadata\` | ${MAX_METADATA_BYTES} bytes |`],
  ['integrate/limits.md', `| a payment | ${usd(MIN_PAYMENT_USD)} to ${usd(MAX_PAYMENT_USD)} USD`],
  ['integrate/limits.md', `| a withdrawal | at least ${usd(MIN_WITHDRAWAL_USD)} USD`],
  ['integrate/limits.md', `| unpaid payments of a user at once | ${MAX_OPEN_PAYMENTS} |`],
  ['integrate/limits.md', `${MAX_PER_MINUTE} in a minute, ${MAX_UNPAID_PER_DAY} unpaid ones in 24 hours`],
  [
    'integrate/limits.md',
    `${usd(DEFAULT_BONUS_LIMIT.callUsd)} USD a call, ${usd(DEFAULT_BONUS_LIMIT.dayUsd)} USD in 24 hours`,
  ],
  ['integrate/limits.md', `| an API key | ${DEFAULT_KEY_DAYS} days,`],
  [
    'integrate/limits.md',
    `| ${DEFAULT_TTL_SECONDS / 60} minutes unless you say otherwise, ${MAX_USER_TOKEN_SECONDS / 3600} hours at most |`,
  ],
  ['integrate/pagination.md', `is ${DEFAULT_PER_PAGE} unless you say otherwise, and at most ${MAX_PER_PAGE}`],
  ['integrate/pagination.md', `It ends at row ${grouped(MAX_OFFSET)} (`],
  ['integrate/pagination.md', `exact up to ${grouped(COUNT_CAP)}; beyond, it is ${grouped(COUNT_CAP)}`],
  ['integrate/pagination.md', `up to ${MAX_PER_PAGE} rows by their ids`],
  ['integrate/browsers.md', `keep the answer for ${PREFLIGHT_SECONDS / 60} minutes`],
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

/** As people write an amount: “50,000.00”. */
function usd(amount: string | null): string {
  const [whole = '', cents = ''] = (amount ?? 'no limit').split('.');
  return `${grouped(Number(whole))}.${cents}`;
}
