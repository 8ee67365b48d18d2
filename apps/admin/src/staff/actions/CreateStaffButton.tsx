import AddIcon from '@mui/icons-material/Add';
import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { StaffCreated } from '../../providers/records.ts';
import { useSystemInfo } from '../../providers/useSystemInfo.ts';
import { ROLE_CHOICES, roleNamed } from './roles.ts';

/** Creates a staff account; a generated password is shown once. With a real provider people are invited instead. */
export function CreateStaffButton() {
  const [created, setCreated] = useState<StaffCreated | null>(null);
  if (useSystemInfo()?.simulatorInUse !== true) return null;
  return (
    <>
      <CommandButton
        label="Create staff"
        icon={<AddIcon />}
        permission="staff.manage"
        dialog={(close) => (
          <ActionDialog
            title="Create a staff account"
            explain="The person can sign in immediately, with a password that you know. Send an invitation instead to let them choose their own."
            fields={[
              { name: 'name', label: 'Name', required: true },
              { name: 'email', label: 'E-mail', kind: 'email', required: true },
              { name: 'role', label: 'Role', required: true, initial: 'viewer', options: ROLE_CHOICES },
              {
                name: 'password',
                label: 'Password (optional)',
                kind: 'password',
                minLength: MIN_PASSWORD_LENGTH,
                helperText: 'Leave empty to generate one. It is shown once.',
              },
            ]}
            confirmLabel="Create account"
            action="staff.create"
            input={({ name = '', email = '', role, password }) => ({
              name,
              email,
              role: roleNamed(role),
              ...(password && { password }),
            })}
            done="Account created"
            onDone={setCreated}
            close={close}
          />
        )}
      />
      {created?.password && (
        <SecretDialog
          title={`Password of ${created.name}`}
          label="password"
          secret={created.password}
          explain="Share it securely: it cannot be shown again."
          close={() => setCreated(null)}
        />
      )}
    </>
  );
}
