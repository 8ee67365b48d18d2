import { Box } from '@mui/material';
import { type PaymentStep, PAYMENT_STEPS, paymentsThatWere } from '@paydesk/types/rules';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { percentOf } from './difference.ts';

const LABELS: Record<PaymentStep, string> = { created: 'Created', paid: 'Paid', credited: 'Credited' };

/** How far the payments have come that were created in the range, by number and by money. */
export function PaymentFunnel({ range }: { range: DashboardRange }) {
  const { payments, comparison } = range;
  const before =
    comparison && percentOf(comparison.payments.credited.count, comparison.payments.created.count);
  return (
    <Panel title="Payments created in this range">
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.25 }}>
        {PAYMENT_STEPS.map((step) => (
          <Step key={step} step={step} range={range} />
        ))}
      </Box>
      {payments.created.count > 0 && (
        <Box sx={{ mt: 1.25, color: 'text.secondary', fontSize: '0.9rem' }}>
          {`${percentOf(payments.credited.count, payments.created.count)} of them are credited`}
          {comparison && (before === null ? '; none were created before' : `; ${before} of those before`)}.
        </Box>
      )}
    </Panel>
  );
}

function Step({ step, range }: { step: PaymentStep; range: DashboardRange }) {
  const { count, amountUsd } = range.payments[step];
  const share = percentOf(count, range.payments.created.count);
  return (
    <li>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <span>
          <TextLink quiet to={figurePath(paymentsThatWere(step, range))}>
            {`${LABELS[step]} ${count}`}
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
