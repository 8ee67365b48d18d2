import AddIcon from '@mui/icons-material/Add';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { Usd } from '../fields/Usd.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Currency } from '../providers/records.ts';
import { BulkSetActiveButton } from './actions/BulkSetActiveButton.tsx';
import { CurrencyStateBadge } from '../records/statusBadges.tsx';
import { SyncButton } from './actions/SyncButton.tsx';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [{ kind: 'network' }];

const filters = (
  <FilterBar search={<SearchFilter hint={t('Code, coin…')} />} more={more}>
    <YesNoFilter name="isActive" label={t('State')} yes={t('Active')} no={t('Inactive')} />
    <YesNoFilter name="isStable" label={t('Stablecoin')} />
    <YesNoFilter name="withdrawalsEnabled" label={t('Withdrawals')} yes={t('Enabled')} no={t('Disabled')} />
    <YesNoFilter name="hasPendingChange" label={t('Provider change')} yes={t('To accept')} no={t('None')} />
  </FilterBar>
);

const columns: readonly Column<Currency>[] = [
  {
    key: 'Currency',
    label: t('Currency'),
    sort: 'code',
    render: (currency) => (
      <RowLink resource="currencies" id={currency.id}>
        {currency.displayName}
      </RowLink>
    ),
  },
  {
    key: 'Name',
    label: t('Name'),
    sort: 'name',
    from: 'xl',
    render: (currency) => <Ellipsis text={currency.name} width={170} />,
  },
  {
    key: 'Network',
    label: t('Network'),
    sort: 'network',
    render: (currency) => <Ellipsis text={currency.networkName} width={130} />,
  },
  {
    key: 'Minimum',
    label: t('Minimum'),
    sort: 'minAmountUsd',
    number: true,
    render: (currency) => <Usd amount={currency.minAmountUsd} />,
  },
  {
    key: 'Network fee',
    label: t('Network fee'),
    number: true,
    from: 'lg',
    render: (currency) => <Usd amount={currency.networkFeeUsd} />,
  },
  {
    key: 'Withdrawals',
    label: t('Withdrawals'),
    from: 'md',
    render: (currency) => (currency.withdrawalsEnabled ? t('yes') : t('no')),
  },
  { key: 'State', label: t('State'), render: (currency) => <CurrencyStateBadge currency={currency} /> },
  {
    key: 'Order',
    label: t('Order'),
    sort: 'sortOrder',
    number: true,
    from: 'xl',
    render: (currency) => currency.sortOrder,
  },
];

/** The currencies that customers can pay with. */
export function CurrencyList() {
  const write = useMay()('currencies.write');
  return (
    <ListPage<Currency>
      resource="currencies"
      title={t('Currencies')}
      hint={t('What customers can pay with and be paid out in.')}
      actions={
        <>
          <SyncButton />
          <PermittedButton
            action="currencies.create"
            to="/currencies/create"
            variant="outlined"
            startIcon={<AddIcon />}
          >
            {t('Add currency')}
          </PermittedButton>
        </>
      }
      filters={filters}
      sort={{ field: 'sortOrder', order: 'ASC' }}
      columns={columns}
      card={(currency) => (
        <CardRow
          title={
            <RowLink resource="currencies" id={currency.id}>
              {currency.displayName}
            </RowLink>
          }
          amount={<Usd amount={currency.minAmountUsd} />}
          badge={<CurrencyStateBadge currency={currency} />}
          details={currency.name}
        />
      )}
      nameOf={(currency) => currency.displayName}
      bulkActions={
        write && (
          <>
            <BulkSetActiveButton isActive />
            <BulkSetActiveButton isActive={false} />
          </>
        )
      }
      empty={
        <EmptyState title={t('No currencies yet.')}>
          {t('“Sync with provider” imports the provider’s list.')}
        </EmptyState>
      }
    />
  );
}
