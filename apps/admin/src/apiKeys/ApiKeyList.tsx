import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import type { ApiKey } from '../providers/records.ts';
import { ApiKeyStateBadge } from '../records/statusBadges.tsx';
import { CreateApiKeyButton } from './actions/CreateApiKeyButton.tsx';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const filters = (
  <FilterBar search={<SearchFilter hint={t('Name…')} />}>
    <YesNoFilter name="isActive" label={t('State')} yes={t('Active')} no={t('Not active')} />
  </FilterBar>
);

const columns: readonly Column<ApiKey>[] = [
  {
    key: 'Name',
    label: t('Name'),
    sort: 'name',
    render: (apiKey) => (
      <RowLink resource="apiKeys" id={apiKey.id}>
        <Ellipsis text={apiKey.name} />
      </RowLink>
    ),
  },
  { key: 'Prefix', label: t('Prefix'), render: (apiKey) => <span className="mono">{apiKey.prefix}…</span> },
  {
    key: 'Scopes',
    label: t('Scopes'),
    from: 'md',
    render: (apiKey) => <Ellipsis text={apiKey.scopes.join(', ')} width={320} />,
  },
  { key: 'State', label: t('State'), render: (apiKey) => <ApiKeyStateBadge apiKey={apiKey} /> },
  {
    key: 'Last used',
    label: t('Last used'),
    from: 'md',
    render: (apiKey) => <TimeText at={apiKey.lastUsedAt} ago none={t('never')} />,
  },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    from: 'md',
    render: (apiKey) => <TimeText at={apiKey.createdAt} />,
  },
];

/** The keys that apps authenticate with. */
export const ApiKeyList = () => (
  <ListPage<ApiKey>
    resource="apiKeys"
    title={t('API keys')}
    hint={t('The keys that your apps authenticate with, and their scopes.')}
    actions={<CreateApiKeyButton />}
    filters={filters}
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={columns}
    card={(apiKey) => (
      <CardRow
        title={
          <RowLink resource="apiKeys" id={apiKey.id}>
            {apiKey.name}
          </RowLink>
        }
        badge={<ApiKeyStateBadge apiKey={apiKey} />}
        details={
          <>
            <Rich
              text={t('{prefix}… · used <time></time>', { prefix: apiKey.prefix })}
              tags={{ time: () => <TimeText at={apiKey.lastUsedAt} ago none={t('never')} /> }}
            />
          </>
        }
      />
    )}
    empty={
      <EmptyState title={t('No API keys yet.')}>
        {t('Create one key per app, with only the scopes it needs.')}
      </EmptyState>
    }
  />
);
