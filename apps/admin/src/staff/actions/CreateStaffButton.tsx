import AddIcon from '@mui/icons-material/Add';
import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { useState } from 'react';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { SecretDialog } from '../../commands/SecretDialog.tsx';
import type { StaffCreated } from '../../providers/records.ts';
import { useSystemInfo } from '../../providers/useSystemInfo.ts';
import { ROLE_CHOICES, roleNamed } from './roles.ts';
import { t } from '../../texts/t.ts';

/** Creates a staff account; a generated password is shown once. With a real provider people are invited instead. */
export function CreateStaffButton() {
  const [created, setCreated] = useState<StaffCreated | null>(null);
  if (useSystemInfo()?.simulatorInUse !== true) return null;
  return (
    <>
      <CommandButton
        label={t('Create staff')}
        icon={<AddIcon />}
        action="staff.create"
        dialog={(close) => (
          <ActionDialog
            title={t('Create a staff account')}
            explain={t(
              'The person can sign in immediately, with a password that you know. Send an invitation instead to let them choose their own.',
            )}
            fields={[
              { name: 'name', label: t('Name'), required: true },
              { name: 'email', label: t('E-mail'), kind: 'email', required: true },
              { name: 'role', label: t('Role'), required: true, initial: 'viewer', options: ROLE_CHOICES },
              {
                name: 'password',
                label: t('Password (optional)'),
                kind: 'password',
                minLength: MIN_PASSWORD_LENGTH,
                helperText: t('Leave empty to generate one. It is shown once.'),
              },
            ]}
            confirmLabel={t('Create account')}
            action="staff.create"
            input={({ name = '', email = '', role, password }) => ({
              name,
              email,
              role: roleNamed(role),
              ...(password && { password }),
            })}
            done={t('Account created')}
            onDone={setCreated}
            close={close}
          />
        )}
      />
      {created?.password && (
        <SecretDialog
          title={t('Password of {name}', { name: created.name })}
          label={t('password')}
          secret={created.password}
          explain={t('Share it securely: it cannot be shown again.')}
          close={() => setCreated(null)}
        />
      )}
    </>
  );
}
