import { FormLink } from '../commands/FormLink.tsx';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { RECENCIES } from '../providers/filterRanges.ts';
import type { User } from '../providers/records.ts';
import { UserStateBadge } from '../records/statusBadges.tsx';
import { t } from '../texts/t.ts';

const more: readonly FilterField[] = [{ kind: 'dates', label: t('Created') }];

const filters = (
  <FilterBar search={<SearchFilter hint={t('Name, e-mail, external id…')} />} more={more}>
    <YesNoFilter name="isFrozen" label={t('Frozen')} />
    <YesNoFilter name="isAnonymized" label={t('Anonymised')} />
    <SelectFilter name="recency" label={t('Created')} choices={RECENCIES} />
  </FilterBar>
);

const columns: readonly Column<User>[] = [
  {
    key: 'User',
    label: t('User'),
    sort: 'username',
    render: (user) => (
      <RowLink resource="users" id={user.id}>
        <Ellipsis text={user.username} />
      </RowLink>
    ),
  },
  {
    key: 'External id',
    label: t('External id'),
    sort: 'externalId',
    render: (user) => <Ellipsis text={user.externalId} width={180} mono />,
  },
  {
    key: 'E-mail',
    label: t('E-mail'),
    from: 'md',
    render: (user) => <Ellipsis text={user.email ?? '–'} width={220} />,
  },
  { key: 'State', label: t('State'), render: (user) => <UserStateBadge user={user} /> },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    render: (user) => <TimeText at={user.createdAt} />,
  },
];

/** The customers of the apps that use this desk. */
export function UserList() {
  return (
    <ListPage<User>
      resource="users"
      title={t('Users')}
      hint={t('Customers of your apps. They are never deleted, but can be frozen and anonymised.')}
      actions={<FormLink action="users.upsert" to="/users/create" label={t('Create user')} />}
      filters={filters}
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={columns}
      card={(user) => (
        <CardRow
          title={
            <RowLink resource="users" id={user.id}>
              {user.username}
            </RowLink>
          }
          badge={<UserStateBadge user={user} />}
          details={user.externalId}
        />
      )}
      nameOf={(user) => user.username}
      empty={
        <EmptyState title={t('No users yet.')}>
          {t('Create one here, or let your apps create them with `users.upsert`.')}
        </EmptyState>
      }
    />
  );
}
