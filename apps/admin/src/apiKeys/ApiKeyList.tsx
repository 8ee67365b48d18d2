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

const filters = (
  <FilterBar search={<SearchFilter hint="Name…" />}>
    <YesNoFilter name="isActive" label="State" yes="Active" no="Not active" />
  </FilterBar>
);

const columns: readonly Column<ApiKey>[] = [
  {
    label: 'Name',
    sort: 'name',
    render: (apiKey) => (
      <RowLink resource="apiKeys" id={apiKey.id}>
        <Ellipsis text={apiKey.name} />
      </RowLink>
    ),
  },
  { label: 'Prefix', render: (apiKey) => <span className="mono">{apiKey.prefix}…</span> },
  {
    label: 'Scopes',
    from: 'md',
    render: (apiKey) => <Ellipsis text={apiKey.scopes.join(', ')} width={320} />,
  },
  { label: 'State', render: (apiKey) => <ApiKeyStateBadge apiKey={apiKey} /> },
  {
    label: 'Last used',
    from: 'md',
    render: (apiKey) => <TimeText at={apiKey.lastUsedAt} ago none="never" />,
  },
  { label: 'Created', sort: 'createdAt', from: 'md', render: (apiKey) => <TimeText at={apiKey.createdAt} /> },
];

/** The keys that apps authenticate with. */
export const ApiKeyList = () => (
  <ListPage<ApiKey>
    resource="apiKeys"
    title="API keys"
    hint="The keys that your apps authenticate with, and their scopes."
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
            {apiKey.prefix}… · used <TimeText at={apiKey.lastUsedAt} ago none="never" />
          </>
        }
      />
    )}
    empty={
      <EmptyState title="No API keys yet.">Create one key per app, with only the scopes it needs.</EmptyState>
    }
  />
);
