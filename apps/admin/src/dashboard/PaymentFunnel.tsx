import { Box } from '@mui/material';
import { type PaymentStep, PAYMENT_STEPS, paymentsThatWere } from '@paydesk/types/rules';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { plural, t } from '../texts/t.ts';
import { percentOf } from './difference.ts';

const COUNTS: Record<PaymentStep, (count: number) => string> = {
  created: (count) => plural(count, { one: '{count} created', other: '{count} created' }),
  paid: (count) => plural(count, { one: '{count} paid', other: '{count} paid' }),
  credited: (count) => plural(count, { one: '{count} credited', other: '{count} credited' }),
};

/** How far the payments have come that were created in the range, by number and by money. */
export function PaymentFunnel({ range }: { range: DashboardRange }) {
  const { payments, comparison } = range;
  const share = percentOf(payments.credited.count, payments.created.count);
  return (
    <Panel title={t('Payments created in this range')}>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.25 }}>
        {PAYMENT_STEPS.map((step) => (
          <Step key={step} step={step} range={range} />
        ))}
      </Box>
      {share !== null && (
        <Box sx={{ mt: 1.25, color: 'text.secondary', fontSize: '0.9rem' }}>
          {creditedSentence(share, comparison?.payments)}
        </Box>
      )}
    </Panel>
  );
}

function creditedSentence(share: string, earlier: DashboardRange['payments'] | undefined): string {
  if (!earlier) return t('{share} of them are credited.', { share });
  const before = percentOf(earlier.credited.count, earlier.created.count);
  return before === null
    ? t('{share} of them are credited; none were created before.', { share })
    : t('{share} of them are credited; {before} of those before.', { share, before });
}

function Step({ step, range }: { step: PaymentStep; range: DashboardRange }) {
  const { count, amountUsd } = range.payments[step];
  const share = percentOf(count, range.payments.created.count);
  return (
    <li>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <span>
          <TextLink quiet to={figurePath(paymentsThatWere(step, range))}>
            {COUNTS[step](count)}
          </TextLink>
          {step !== 'created' && share !== null && (
            <Box component="span" sx={{ color: 'text.secondary' }}>{` · ${share}`}</Box>
          )}
        </span>
        <Usd amount={amountUsd} strong />
      </Box>
      <Box aria-hidden sx={{ mt: 0.5, height: 8, borderRadius: 1, backgroundColor: 'divider' }}>
        <Box
          sx={{
            height: '100%',
            borderRadius: 1,
            backgroundColor: 'primary.main',
            width: `${range.payments.created.count === 0 ? 0 : (100 * count) / range.payments.created.count}%`,
          }}
        />
      </Box>
    </li>
  );
}
