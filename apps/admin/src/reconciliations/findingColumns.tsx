import { Box } from '@mui/material';
import { useGetManyAggregate } from 'react-admin';
import { Badge } from '../fields/Badge.tsx';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { coinText } from '../fields/formats.ts';
import { listPath, RowLink, rowPath, TextLink } from '../fields/links.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { Finding, Payment } from '../providers/records.ts';
import { describeFinding } from './describeFinding.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const Kind = ({ finding }: { finding: Finding }) => (
  <Badge color={finding.isExplained ? 'secondary' : 'danger'}>{describeFinding(finding.kind).name}</Badge>
);

function What({ finding }: { finding: Finding }) {
  const { what, showDetail } = describeFinding(finding.kind);
  return (
    <Box sx={{ minWidth: { sm: 240 }, maxWidth: 460 }}>
      {what}
      {showDetail && <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>{finding.detail}</Box>}
    </Box>
  );
}

/** The payments of all rows are loaded in one call. */
function usePayment(id: string | null): Payment | undefined {
  const { data } = useGetManyAggregate<Payment>(
    'payments',
    { ids: id === null ? [] : [id] },
    { enabled: id !== null },
  );
  return data?.find(Boolean);
}

/** What a difference is about: the payment, or where it may be. */
export const pathOfFinding = ({ paymentId, providerPaymentId }: Finding): string =>
  paymentId === null ? listPath('suspense', { q: providerPaymentId }) : rowPath('payments', paymentId);

function PaymentOf({ finding }: { finding: Finding }) {
  const { paymentId, providerPaymentId } = finding;
  const payment = usePayment(paymentId);
  return (
    <Box sx={{ minWidth: 0 }}>
      {paymentId === null ? (
        <TextLink to={pathOfFinding(finding)}>{t('Search in suspense')}</TextLink>
      ) : (
        <RowLink resource="payments" id={paymentId} mono>
          {payment?.internalPaymentId ?? '…'}
        </RowLink>
      )}
      <Box sx={{ color: 'text.secondary', fontSize: '0.8rem' }} className="mono">
        <Ellipsis text={providerPaymentId} width={150} mono />
      </Box>
    </Box>
  );
}

function Amount({ finding, of }: { finding: Finding; of: 'providerAmount' | 'booksAmount' }) {
  const payment = usePayment(finding.paymentId);
  const amount = finding[of];
  return (
    <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {amount === null ? '–' : coinText(amount, payment?.currencyDisplayName ?? '')}
    </Box>
  );
}

export const findingColumns: readonly Column<Finding>[] = [
  { key: 'Difference', label: t('Difference'), render: (finding) => <Kind finding={finding} /> },
  { key: 'Payment', label: t('Payment'), render: (finding) => <PaymentOf finding={finding} /> },
  {
    key: 'Provider',
    label: t('Provider'),
    number: true,
    render: (finding) => <Amount finding={finding} of="providerAmount" />,
  },
  {
    key: 'Books',
    label: t('Books'),
    number: true,
    render: (finding) => <Amount finding={finding} of="booksAmount" />,
  },
  {
    key: 'Explanation',
    label: t('Explanation'),
    from: 'md',
    render: (finding) => <What finding={finding} />,
  },
];

export const FindingCard = ({ finding }: { finding: Finding }) => (
  <Box sx={{ display: 'grid', gap: 0.5 }}>
    <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, alignItems: 'center' }}>
      <PaymentOf finding={finding} />
      <Kind finding={finding} />
    </Box>
    <Box sx={{ fontSize: '0.88rem' }}>
      <Rich
        text={t('Provider <provider></provider> · books <books></books>')}
        tags={{
          provider: () => <Amount finding={finding} of="providerAmount" />,
          books: () => <Amount finding={finding} of="booksAmount" />,
        }}
      />
    </Box>
    <Box sx={{ fontSize: '0.88rem' }}>
      <What finding={finding} />
    </Box>
  </Box>
);
