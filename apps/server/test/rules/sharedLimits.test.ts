import {
  MAX_NOTE_LENGTH,
  MAX_ORDER_ID_LENGTH,
  MAX_PAYMENT_USD,
  MAX_WEBHOOK_ENDPOINTS,
  MIN_EVENT_RETENTION_DAYS,
  MIN_IDEMPOTENCY_RETENTION_DAYS,
  MIN_PAYMENT_USD,
  MIN_WITHDRAWAL_USD,
  SENT_AMOUNT_TOLERANCE,
  WEBHOOK_DELIVERY_KINDS,
  WEBHOOK_DELIVERY_STATUSES,
  WEBHOOK_DISABLED_REASONS,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import { testDesk } from '../support/testDesk.ts';

/* Numbers and lists that PostgreSQL has too are the same there. */
const { knex } = await testDesk();

async function textOf(sql: string, name: string): Promise<string> {
  const { rows } = await knex.raw<{ rows: { text: string }[] }>(sql, [name]);
  return rows.map(({ text }) => text).join('\n');
}
const functionText = async (name: string) =>
  await textOf(
    'select prosrc as text from pg_proc where proname = ? and pronamespace = current_schema()::regnamespace',
    name,
  );
const triggerText = async (name: string) =>
  await textOf('select pg_get_triggerdef(oid) as text from pg_trigger where tgname = ?', name);
const checksOf = async (table: string) =>
  await textOf(
    `select pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = to_regclass(?) and contype = 'c'`,
    table,
  );
const listed = (values: readonly string[]) =>
  `ARRAY[${values.map((value) => `'${value}'::text`).join(', ')}]`;

test('a payout is recorded alone within the tolerance of the types package', async () => {
  expect(await triggerText('withdrawal_requests_agreed_amount')).toContain(`(${SENT_AMOUNT_TOLERANCE} *`);
});

test('as many webhook endpoints are enabled, and events and deliveries kept as long', async () => {
  expect(await functionText('guard_webhook_endpoint')).toContain(`>= ${MAX_WEBHOOK_ENDPOINTS} then`);
  for (const guard of ['guard_event_head', 'guard_webhook_delivery'])
    expect(await functionText(guard)).toContain(`interval '${MIN_EVENT_RETENTION_DAYS} days'`);
});

test('idempotency keys are kept as long', async () => {
  expect(await functionText('guard_key_removal')).toContain(
    `interval '${MIN_IDEMPOTENCY_RETENTION_DAYS} days'`,
  );
});

test('smallest and largest amounts, and the lengths of texts, are the same', async () => {
  const bound = (sign: '>=' | '<=', usd: string) => `(amount_usd)::numeric ${sign} (${Number(usd)})::numeric`;
  const payments = await checksOf('payments');
  expect(payments).toContain(bound('>=', MIN_PAYMENT_USD));
  expect(payments).toContain(bound('<=', MAX_PAYMENT_USD));
  expect(await checksOf('withdrawal_requests')).toContain(bound('>=', MIN_WITHDRAWAL_USD));
  for (const table of ['payments', 'withdrawal_requests', 'transactions'])
    expect(await checksOf(table)).toMatch(
      new RegExp(String.raw`length\(order_id\).*<= ${MAX_ORDER_ID_LENGTH}\)`),
    );
  expect(await checksOf('notes')).toMatch(new RegExp(String.raw`length\(text\).*<= ${MAX_NOTE_LENGTH}\)`));
});

test('webhooks have the same kinds, results and reasons to be disabled', async () => {
  const deliveries = await checksOf('webhook_deliveries');
  expect(deliveries).toContain(listed(WEBHOOK_DELIVERY_KINDS));
  expect(deliveries).toContain(listed(WEBHOOK_DELIVERY_STATUSES));
  expect(await checksOf('webhook_endpoints')).toContain(listed(WEBHOOK_DISABLED_REASONS));
});
