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
          explain={
            person.pendingRole === null
              ? 'It takes effect immediately, or waits for a colleague.'
              : `The role ${statusLabel(person.pendingRole).toLowerCase()} was approved. Ask ${person.name}, not by e-mail, whether this account is theirs before you set it.`
          }
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
          done={(after) =>
            after.pendingRole === null
              ? `${after.name} is ${statusLabel(after.role).toLowerCase()} now`
              : `${after.name} waits for another admin, who confirms whose account it is`
          }
          close={close}
        />
      )}
    />
  );
}
