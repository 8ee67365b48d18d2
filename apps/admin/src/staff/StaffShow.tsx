import { Alert } from '@mui/material';
import { statusLabel } from '@paydesk/types/rules';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Staff } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { MemberSessions } from './MemberSessions.tsx';
import { ResetPasswordButton } from './ResetPasswordButton.tsx';
import { SecondFactorBadge } from './SecondFactorBadge.tsx';
import { SetActiveStaffButton } from './SetActiveStaffButton.tsx';
import { SetRoleButton } from './SetRoleButton.tsx';
import { StaffStateBadge } from './StaffStateBadge.tsx';

/** One person of the staff. */
export const StaffShow = () => (
  <ShowPage<Staff> resource="staff">
    {(person) => (
      <>
        <PageHeader
          title={person.name}
          badge={<StaffStateBadge person={person} />}
          hint={person.email}
          actions={
            <>
              <SetRoleButton person={person} />
              <ResetPasswordButton person={person} />
              <SetActiveStaffButton person={person} />
            </>
          }
        />
        {person.mustEnrol && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            This role demands a second factor and this person has none: until it is set up they see nothing
            but the page for that.
          </Alert>
        )}
        <PageColumns
          main={
            <>
              <Panel title="Details">
                <Facts
                  facts={[
                    ['E-mail', person.email],
                    ['Role', statusLabel(person.role)],
                    ['Second factor', <SecondFactorBadge key="factor" person={person} />],
                    ['Last seen', person.lastSeenAt && <TimeText key="seen" at={person.lastSeenAt} ago />],
                    ['Created', <TimeText key="created" at={person.createdAt} />],
                    [
                      'Deactivated',
                      person.deactivatedAt && <TimeText key="deactivated" at={person.deactivatedAt} />,
                    ],
                  ]}
                />
              </Panel>
              <MemberSessions person={person} />
            </>
          }
          side={<AuditPanel subjectId={person.id} />}
        />
      </>
    )}
  </ShowPage>
);
