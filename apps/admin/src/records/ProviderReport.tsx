import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { CopyText } from '../fields/CopyText.tsx';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { coinText } from '../fields/formats.ts';
import { JsonDetails } from '../fields/JsonDetails.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { t } from '../texts/t.ts';
import { providerStatusName } from './providerStatusName.ts';

type Body = Record<string, unknown>;

const textOf = (body: Body, key: string): string | null => {
  const value = body[key];
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
};

const amountOf = (body: Body, amount: string, currency: string): string | null => {
  const value = textOf(body, amount);
  return value === null ? null : coinText(value, (textOf(body, currency) ?? '').toUpperCase());
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

const statusOf = (body: Body): string | null => {
  const status = textOf(body, 'payment_status');
  return status === null ? null : providerStatusName(status);
};

const factsOf = (body: Body): readonly Fact[] => [
  [t('Status'), statusOf(body)],
  [t('Arrived'), amountOf(body, 'actually_paid', 'pay_currency')],
  [t('Asked for'), amountOf(body, 'pay_amount', 'pay_currency')],
  [t('Price'), amountOf(body, 'price_amount', 'price_currency')],
  [t('Settled with the desk'), amountOf(body, 'outcome_amount', 'outcome_currency')],
  [t('To address'), machineWord(body, 'pay_address', t('address in the report'))],
  [t('Memo'), textOf(body, 'payin_extra_id')],
  [t('Hash'), machineWord(body, 'payin_hash', t('hash in the report'))],
  [t('Payment id'), machineWord(body, 'payment_id', t('payment id in the report'))],
  [t('First payment'), machineWord(body, 'parent_payment_id', t('first payment in the report'))],
  [t('Order id'), textOf(body, 'order_id')],
  [t('Created'), timeOf(body, 'created_at')],
  [t('Updated'), timeOf(body, 'updated_at')],
];

/** The provider's report as named values; and, folded away, exactly as it was received. */
export function ProviderReport({ body }: { body: unknown }) {
  const isBody = typeof body === 'object' && body !== null && !Array.isArray(body);
  return (
    <>
      {isBody && <Facts facts={factsOf(body as Body)} dense />}
      <Box sx={{ mt: isBody ? 1.5 : 0 }}>
        <JsonDetails label={t('The report as received')} value={body} />
      </Box>
    </>
  );
}
