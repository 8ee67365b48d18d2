import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { CopyText } from '../fields/CopyText.tsx';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { JsonDetails } from '../fields/JsonDetails.tsx';
import { TimeText } from '../fields/TimeText.tsx';

type Body = Record<string, unknown>;

const textOf = (body: Body, key: string): string | null => {
  const value = body[key];
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
};

const amountOf = (body: Body, amount: string, currency: string): string | null => {
  const value = textOf(body, amount);
  return value === null ? null : `${value} ${(textOf(body, currency) ?? '').toUpperCase()}`.trim();
};

/** The provider writes ISO 8601 or milliseconds since 1970, sometimes as a text. */
function timeOf(body: Body, key: string): ReactNode {
  const text = textOf(body, key);
  if (text === null) return null;
  const date = new Date(/^\d{12,14}$/.test(text) ? Number(text) : text);
  return Number.isNaN(date.getTime()) ? text : <TimeText at={date.toISOString()} />;
}

const machineWord = (body: Body, key: string, label: string): ReactNode => {
  const text = textOf(body, key);
  return text === null ? null : <CopyText text={text} label={label} />;
};

const factsOf = (body: Body): readonly Fact[] => [
  ['Status', textOf(body, 'payment_status')?.replaceAll('_', ' ')],
  ['Arrived', amountOf(body, 'actually_paid', 'pay_currency')],
  ['Asked for', amountOf(body, 'pay_amount', 'pay_currency')],
  ['Price', amountOf(body, 'price_amount', 'price_currency')],
  ['Paid out to the desk', amountOf(body, 'outcome_amount', 'outcome_currency')],
  ['To address', machineWord(body, 'pay_address', 'address in the report')],
  ['Memo', textOf(body, 'payin_extra_id')],
  ['Hash', machineWord(body, 'payin_hash', 'hash in the report')],
  ['Payment id', machineWord(body, 'payment_id', 'payment id in the report')],
  ['First payment', machineWord(body, 'parent_payment_id', 'first payment in the report')],
  ['Order id', textOf(body, 'order_id')],
  ['Created', timeOf(body, 'created_at')],
  ['Updated', timeOf(body, 'updated_at')],
];

/** The provider's report as named values; and, folded away, exactly as it was received. */
export function ProviderReport({ body }: { body: unknown }) {
  const isBody = typeof body === 'object' && body !== null && !Array.isArray(body);
  return (
    <>
      {isBody && <Facts facts={factsOf(body as Body)} dense />}
      <Box sx={{ mt: isBody ? 1.5 : 0 }}>
        <JsonDetails label="The report as received" value={body} />
      </Box>
    </>
  );
}
