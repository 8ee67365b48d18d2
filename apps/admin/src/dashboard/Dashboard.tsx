import { Alert, AlertTitle, Box, Skeleton } from '@mui/material';
import { FIGURES, postedBetween, type TransactionType } from '@paydesk/types/rules';
import { Facts } from '../fields/Facts.tsx';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { Usd } from '../fields/Usd.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Summary, Withdrawal } from '../providers/records.ts';
import { PayoutStopBanner } from '../records/PayoutStopBanner.tsx';
import { CurrentPolicyWarnings } from '../records/PolicyWarnings.tsx';
import { WithdrawalCard, withdrawalColumnsToReview } from '../records/withdrawalColumns.tsx';
import { StopPayoutsButton } from '../records/StopPayoutsButton.tsx';
import { useSummary } from '../records/useSummary.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';
import { BooksPanel } from './BooksPanel.tsx';
import { CurrencyChanges } from './CurrencyChanges.tsx';
import { DelayedChanges } from './DelayedChanges.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { RangeSection } from './RangeSection.tsx';
import { WebhookEndpointsBanner } from './WebhookEndpointsBanner.tsx';
import { WaitingTiles } from './WaitingTiles.tsx';

/** What needs attention, and whether the books balance. */
export function Dashboard() {
  const may = useMay();
  const { data, error, refetch } = useSummary();
  return (
    <>
      <PageHeader
        title={t('Dashboard')}
        hint={t('What needs your attention, and whether the books balance.')}
        actions={<StopPayoutsButton />}
      />
      <PayoutStopBanner />
      {data && <DelayedChanges changes={data.changeRequests.delayed} />}
      <CurrentPolicyWarnings />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && (
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <CurrencyChanges count={data.currencyChanges.count} />
          <WebhookEndpointsBanner {...data.webhooks} />
          {data.tamperedWithdrawals.count > 0 && <Tampered count={data.tamperedWithdrawals.count} />}
          <WaitingTiles summary={data} />
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              alignItems: 'start',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
            }}
          >
            <Box sx={{ display: 'grid', gap: 2, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <RangeSection />
              {may('withdrawals.read') && <NewestWithdrawals />}
            </Box>
            <Box sx={{ display: 'grid', gap: 2, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <BooksPanel summary={data} />
              <HealthPanel changeRequests={data.changeRequests.waiting} />
              <LastDayPanel summary={data} />
            </Box>
          </Box>
        </Box>
      )}
    </>
  );
}

const Tampered = ({ count }: { count: number }) => (
  <Alert severity="error" variant="filled">
    <AlertTitle>
      {plural(count, {
        one: 'An open withdrawal was tampered with',
        other: '{count} open withdrawals were tampered with',
      })}
    </AlertTitle>
    <Rich
      text={plural(count, {
        one: 'Someone changed the database directly. Such a withdrawal cannot be paid out: <link>open it</link>, reject it, and find out who has access to the database.',
        other:
          'Someone changed the database directly. Such withdrawals cannot be paid out: <link>open them</link>, reject them, and find out who has access to the database.',
      })}
      tags={{
        link: (content) => (
          <TextLink quiet to={figurePath(FIGURES.tamperedWithdrawals)}>
            {content}
          </TextLink>
        ),
      }}
    />
  </Alert>
);

const Loading = () => (
  <Box role="status" aria-label={t('Loading')} sx={{ display: 'grid', gap: 2 }}>
    <Skeleton variant="rounded" height={110} />
    <Skeleton variant="rounded" height={260} />
  </Box>
);

/** What moved in the last 24 hours. */
const LastDayPanel = ({ summary: { last24h } }: { summary: Summary }) => (
  <Panel title={t('Last 24 hours')}>
    <Facts
      dense
      facts={[
        [
          t('Deposited'),
          <Posted key="deposited" type="deposit" amount={last24h.depositedUsd} from={last24h.from} />,
        ],
        [
          t('Withdrawn'),
          <Posted key="withdrawn" type="withdrawal" amount={last24h.withdrawnUsd} from={last24h.from} />,
        ],
        [
          t('Charged'),
          <Posted key="charged" type="payment" amount={last24h.chargedUsd} from={last24h.from} />,
        ],
      ]}
    />
  </Panel>
);

/** A figure of the last day, and the way to the rows that make it up. */
const Posted = ({ type, amount, from }: { type: TransactionType; amount: string; from: string }) => (
  <TextLink quiet to={figurePath(postedBetween(type, from))}>
    <Usd amount={amount} strong />
  </TextLink>
);

/** The newest requests without a decision. */
const NewestWithdrawals = () => (
  <RelatedRows<Withdrawal>
    title={t('Newest withdrawals to review')}
    resource="withdrawals"
    filter={{ statusGroup: 'waiting' }}
    columns={withdrawalColumnsToReview}
    card={(withdrawal) => <WithdrawalCard withdrawal={withdrawal} />}
    limit={5}
    empty={t('No withdrawals to review.')}
  />
);
