import EditIcon from '@mui/icons-material/EditOutlined';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { decimalText, shortUsd } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Currency, Payment } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { PaymentCard, paymentColumnsOfCurrency } from '../records/paymentColumns.tsx';
import { CurrencyStateBadge } from '../records/statusBadges.tsx';
import { PendingChangePanel } from './PendingChangePanel.tsx';
import { SetActiveButton } from './actions/SetActiveButton.tsx';
import { asWritten, t } from '../texts/t.ts';

/** One currency: the provider's data, and what staff decided. */
export const CurrencyShow = () => (
  <ShowPage<Currency> resource="currencies">{(currency) => <Page currency={currency} />}</ShowPage>
);

function Page({ currency }: { currency: Currency }) {
  return (
    <>
      <PageHeader
        title={asWritten(currency.displayName)}
        badge={<CurrencyStateBadge currency={currency} />}
        hint={currency.name}
        actions={
          <>
            <SetActiveButton currency={currency} />
            <PermittedButton
              action="currencies.update"
              to={`/currencies/${currency.id}`}
              variant="outlined"
              startIcon={<EditIcon />}
            >
              {t('Edit')}
            </PermittedButton>
          </>
        }
      />
      <PageColumns
        main={
          <>
            <PendingChangePanel currency={currency} />
            <Panel title={t('Details')}>
              <Facts
                facts={[
                  [t('Code'), currency.code],
                  [t('Token'), currency.token],
                  [t('Symbol'), currency.symbol],
                  [t('Network'), currency.networkName],
                  [
                    t('Contract'),
                    currency.contractAddress && (
                      <CopyText
                        key="contract"
                        text={currency.contractAddress}
                        label={t('contract address')}
                      />
                    ),
                  ],
                  [t('Memo'), currency.extraIdName],
                  [t('Decimal places'), String(currency.decimalPlaces)],
                  [t('Stablecoin'), currency.isStable ? t('yes') : t('no')],
                  [t('Minimum'), <Usd key="minimum" amount={currency.minAmountUsd} />],
                  [t('Withdrawal network fee'), <Usd key="fee" amount={currency.networkFeeUsd} />],
                  [t('Withdrawal service fee'), serviceFee(currency)],
                  [t('Withdrawals'), currency.withdrawalsEnabled ? t('enabled') : t('disabled')],
                  [
                    t('Listed by the provider'),
                    // One with a change to accept is off offer, but still listed.
                    currency.isAvailable || currency.pendingChange ? t('yes') : t('no'),
                  ],
                  [t('Sort order'), String(currency.sortOrder)],
                  [t('Updated'), <TimeText key="updated" at={currency.updatedAt} />],
                ]}
              />
            </Panel>
            <RelatedRows<Payment>
              title={t('Newest payments')}
              resource="payments"
              filter={{ currencyCode: currency.code }}
              columns={paymentColumnsOfCurrency}
              card={(payment) => <PaymentCard payment={payment} />}
              empty={t('No payments in this currency yet.')}
            />
          </>
        }
        side={<AuditPanel subjectId={currency.id} />}
      />
    </>
  );
}

/** For example `1.5 % and $0.50`. */
function serviceFee({ serviceFeePercent, serviceFeeUsd }: Currency): string {
  const percent = decimalText(serviceFeePercent);
  if (serviceFeeUsd === null)
    return serviceFeePercent === '0'
      ? t('the desk’s default fixed fee')
      : t('{percent} % and the desk’s default fixed fee', { percent });
  const fee = shortUsd(serviceFeeUsd);
  return serviceFeePercent === '0' ? fee : t('{percent} % and {fee}', { percent, fee });
}
