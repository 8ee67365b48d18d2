import type { StaffRole } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Staff } from '../../providers/records.ts';
import { ROLE_CHOICES, roleNamed } from './roles.ts';
import { ROLE_NAMES, ROLE_WORDS } from '../../records/staffNames.ts';
import { t } from '../../texts/t.ts';

/** Changes the role of a person. */
export function SetRoleButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label={t('Set role')}
      action="staff.setRole"
      dialog={(close) => (
        <ActionDialog
          title={t('Change this person’s role?')}
          explain={
            person.pendingRole === null
              ? t('It takes effect immediately, or waits for a colleague.')
              : t(
                  'The role {pendingRole} was approved. Ask {name}, not by e-mail, whether this account is theirs before you set it.',
                  { pendingRole: ROLE_WORDS[person.pendingRole], name: person.name },
                )
          }
          facts={[
            [t('Person'), `${person.name} (${person.email})`],
            [t('Current role'), ROLE_NAMES[person.role]],
          ]}
          fields={[
            {
              name: 'role',
              label: t('New role'),
              required: true,
              initial: person.pendingRole ?? person.role,
              options: ROLE_CHOICES,
            },
          ]}
          confirmLabel={t('Set role')}
          action="staff.setRole"
          input={({ role }) => ({ id: person.id, role: roleNamed(role) })}
          done={(after) =>
            after.pendingRole === null
              ? NOW[after.role](after.name)
              : t('{name} waits for another admin, who confirms whose account it is', { name: after.name })
          }
          close={close}
        />
      )}
    />
  );
}

const NOW: Record<StaffRole, (name: string) => string> = {
  viewer: (name) => t('{name} is viewer now', { name }),
  operator: (name) => t('{name} is operator now', { name }),
  approver: (name) => t('{name} is approver now', { name }),
  admin: (name) => t('{name} is admin now', { name }),
};
