import { Box } from '@mui/material';
import { STAFF_ROLES } from '@paydesk/types/rules';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { SelectFilter, YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import type { Staff } from '../providers/records.ts';
import { CreateStaffButton } from './actions/CreateStaffButton.tsx';
import { InviteButton } from './actions/InviteButton.tsx';
import { InvitesPanel } from './InvitesPanel.tsx';
import { RulesPanel } from './RulesPanel.tsx';
import { SecondFactorBadge } from '../records/statusBadges.tsx';
import { StaffStateBadge } from '../records/statusBadges.tsx';
import { ROLE_NAMES } from '../records/staffNames.ts';
import { t } from '../texts/t.ts';

const filters = (
  <FilterBar search={<SearchFilter hint={t('Name, e-mail…')} />}>
    <SelectFilter
      name="role"
      label={t('Role')}
      choices={STAFF_ROLES.map((id) => ({ id, name: ROLE_NAMES[id] }))}
    />
    <YesNoFilter name="isActive" label={t('State')} yes={t('Active')} no={t('Deactivated')} />
  </FilterBar>
);

const columns: readonly Column<Staff>[] = [
  {
    key: 'Name',
    label: t('Name'),
    sort: 'name',
    render: (person) => (
      <RowLink resource="staff" id={person.id}>
        <Ellipsis text={person.name} />
      </RowLink>
    ),
  },
  { key: 'E-mail', label: t('E-mail'), sort: 'email', render: (person) => <Ellipsis text={person.email} /> },
  { key: 'Role', label: t('Role'), render: (person) => ROLE_NAMES[person.role] },
  {
    key: 'Second factor',
    label: t('Second factor'),
    render: (person) => <SecondFactorBadge person={person} />,
  },
  { key: 'State', label: t('State'), render: (person) => <StaffStateBadge person={person} /> },
  {
    key: 'Last seen',
    label: t('Last seen'),
    from: 'md',
    render: (person) => <TimeText at={person.lastSeenAt} ago />,
  },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    from: 'md',
    render: (person) => <TimeText at={person.createdAt} />,
  },
];

/** Members of staff, invitations, and the second factor rules of the roles. */
export const StaffList = () => (
  <>
    <ListPage<Staff>
      resource="staff"
      title={t('Staff')}
      hint={t('The people who work in this desk, and their roles.')}
      actions={
        <>
          <CreateStaffButton />
          <InviteButton />
        </>
      }
      filters={filters}
      sort={{ field: 'createdAt', order: 'DESC' }}
      columns={columns}
      card={(person) => (
        <CardRow
          title={
            <RowLink resource="staff" id={person.id}>
              {person.name}
            </RowLink>
          }
          badge={<StaffStateBadge person={person} />}
          details={`${ROLE_NAMES[person.role]} · ${person.email}`}
        />
      )}
      empty={<EmptyState title={t('No staff.')} />}
    />
    <Box sx={{ mt: 2 }}>
      <PageColumns main={<InvitesPanel />} side={<RulesPanel />} />
    </Box>
  </>
);
