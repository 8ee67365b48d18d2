import EditIcon from '@mui/icons-material/EditOutlined';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Currency, Payment } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { PaymentCard, paymentColumns } from '../records/paymentColumns.tsx';
import { CurrencyStateBadge } from '../records/statusBadges.tsx';
import { PendingChangePanel } from './PendingChangePanel.tsx';
import { SetActiveButton } from './actions/SetActiveButton.tsx';

/** One currency: the provider's data, and what staff decided. */
export const CurrencyShow = () => (
  <ShowPage<Currency> resource="currencies">{(currency) => <Page currency={currency} />}</ShowPage>
);

function Page({ currency }: { currency: Currency }) {
  const write = useMay()('currencies.write');
  return (
    <>
      <PageHeader
        title={currency.displayName}
        badge={<CurrencyStateBadge currency={currency} />}
        hint={currency.name}
        actions={
          <>
            <SetActiveButton currency={currency} />
            {write && (
              <Button
                component={Link}
                to={`/currencies/${currency.id}`}
                variant="outlined"
                startIcon={<EditIcon />}
              >
                Edit
              </Button>
            )}
          </>
        }
      />
      <PageColumns
        main={
          <>
            <PendingChangePanel currency={currency} />
            <Panel title="Details">
              <Facts
                facts={[
                  ['Code', currency.code],
                  ['Token', currency.token],
                  ['Symbol', currency.symbol],
                  ['Network', currency.networkName],
                  [
                    'Contract',
                    currency.contractAddress && (
                      <CopyText key="contract" text={currency.contractAddress} label="contract address" />
                    ),
                  ],
                  ['Memo', currency.extraIdName],
                  ['Decimal places', String(currency.decimalPlaces)],
                  ['Stablecoin', currency.isStable ? 'yes' : 'no'],
                  ['Minimum', <Usd key="minimum" amount={currency.minAmountUsd} />],
                  ['Withdrawal network fee', <Usd key="fee" amount={currency.networkFeeUsd} />],
                  ['Withdrawal service fee', serviceFee(currency)],
                  ['Withdrawals', currency.withdrawalsEnabled ? 'enabled' : 'disabled'],
                  [
                    'Listed by the provider',
                    // One with a change to accept is off offer, but still listed.
                    currency.isAvailable || currency.pendingChange ? 'yes' : 'no',
                  ],
                  ['Sort order', String(currency.sortOrder)],
                  ['Updated', <TimeText key="updated" at={currency.updatedAt} />],
                ]}
              />
            </Panel>
            <RelatedRows<Payment>
              title="Newest payments"
              resource="payments"
              filter={{ currencyCode: currency.code }}
              columns={paymentColumns}
              card={(payment) => <PaymentCard payment={payment} />}
              empty="No payments in this currency yet."
            />
          </>
        }
        side={<AuditPanel subjectId={currency.id} />}
      />
    </>
  );
}

/** For example `1.5 % and $0.50`. */
const serviceFee = ({ serviceFeePercent, serviceFeeUsd }: Currency) =>
  `${serviceFeePercent === '0' ? '' : `${serviceFeePercent} % and `}${serviceFeeUsd === null ? "the desk's default fixed fee" : `$${serviceFeeUsd}`}`;
