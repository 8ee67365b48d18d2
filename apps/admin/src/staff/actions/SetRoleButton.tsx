import { statusLabel } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Staff } from '../../providers/records.ts';
import { ROLE_CHOICES, roleNamed } from './roles.ts';

/** Changes the role of a person. */
export function SetRoleButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label="Set role"
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title="Change this person's role?"
          explain="It takes effect immediately."
          facts={[
            ['Person', `${person.name} (${person.email})`],
            ['Current role', statusLabel(person.role)],
          ]}
          fields={[
            {
              name: 'role',
              label: 'New role',
              required: true,
              initial: person.pendingRole ?? person.role,
              options: ROLE_CHOICES,
            },
          ]}
          confirmLabel="Set role"
          action="staff.setRole"
          input={({ role }) => ({ id: person.id, role: roleNamed(role) })}
          done={(after) => `${after.name} is ${statusLabel(after.role).toLowerCase()} now`}
          close={close}
        />
      )}
    />
  );
}
