import { Alert } from '@mui/material';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { Staff } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { MemberSessions } from './MemberSessions.tsx';
import { ResetPasswordButton } from './actions/ResetPasswordButton.tsx';
import { SecondFactorBadge } from '../records/statusBadges.tsx';
import { SetActiveStaffButton } from './actions/SetActiveStaffButton.tsx';
import { SetRoleButton } from './actions/SetRoleButton.tsx';
import { StaffStateBadge } from '../records/statusBadges.tsx';
import { ROLE_NAMES, ROLE_WORDS } from '../records/staffNames.ts';
import { asWritten, t } from '../texts/t.ts';

/** One member of staff. */
export const StaffShow = () => (
  <ShowPage<Staff> resource="staff">
    {(person) => (
      <>
        <PageHeader
          title={asWritten(person.name)}
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
        {person.pendingRole && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {t(
              'A viewer for now. The role {pendingRole} was approved: an admin who had neither a link to this account nor its first password asks the person whether it is theirs, and then sets the role.',
              { pendingRole: ROLE_WORDS[person.pendingRole] },
            )}
          </Alert>
        )}
        {person.mustEnrol && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {t(
              'This role requires a second factor and this person has none. Until they set one up, they can only use the security page.',
            )}
          </Alert>
        )}
        <PageColumns
          main={
            <>
              <Panel title={t('Details')}>
                <Facts
                  facts={[
                    [t('E-mail'), person.email],
                    [t('Role'), ROLE_NAMES[person.role]],
                    [t('Second factor'), <SecondFactorBadge key="factor" person={person} />],
                    [t('Last seen'), person.lastSeenAt && <TimeText key="seen" at={person.lastSeenAt} ago />],
                    [t('Created'), <TimeText key="created" at={person.createdAt} />],
                    [
                      t('Deactivated'),
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
