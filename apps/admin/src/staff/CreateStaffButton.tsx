import AddIcon from '@mui/icons-material/Add';
import { staffDeedSubject } from '@paydesk/types/rules';
import { useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { SecretDialog } from '../commands/SecretDialog.tsx';
import type { StaffCreated } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { ROLE_CHOICES, roleNamed } from './roles.ts';

/** Adds a person; a generated password is shown this one time. */
export function CreateStaffButton() {
  const [created, setCreated] = useState<StaffCreated | null>(null);
  return (
    <>
      <CommandButton
        label="Create staff"
        icon={<AddIcon />}
        permission="staff.manage"
        dialog={(close) => (
          <CommandDialog
            title="Create a staff account"
            explain="The person can sign in at once, with a password that you know. An invitation lets them choose their own."
            fields={[
              { name: 'name', label: 'Name', required: true },
              { name: 'email', label: 'E-mail', kind: 'email', required: true },
              { name: 'role', label: 'Role', required: true, initial: 'viewer', options: ROLE_CHOICES },
              {
                name: 'password',
                label: 'Password (optional)',
                kind: 'password',
                minLength: 12,
                helperText: 'Empty: the desk makes one and shows it once.',
              },
            ]}
            confirmLabel="Create account"
            stepUp={({ email = '', role }) => ({
              kind: 'manageStaff',
              deed: 'create',
              subject: staffDeedSubject(email, roleNamed(role)),
            })}
            run={({ name = '', email = '', role, password }, _key, proof) =>
              trpc.staff.create.mutate({
                name,
                email,
                role: roleNamed(role),
                ...(password && { password }),
                ...(proof && { proof }),
              })
            }
            done="Account created"
            onDone={setCreated}
            close={close}
          />
        )}
      />
      {created?.password && (
        <SecretDialog
          title={`First password of ${created.name}`}
          label="password"
          secret={created.password}
          explain="Pass it on in a safe way: the desk cannot show it again."
          close={() => setCreated(null)}
        />
      )}
    </>
  );
}
