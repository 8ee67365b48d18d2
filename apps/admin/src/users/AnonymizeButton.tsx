import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { User } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { userCan } from './userCan.ts';

/** Removes who a customer is; what the customer did stays. */
export function AnonymizeButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="Anonymise"
      color="error"
      permission="users.anonymize"
      can={userCan.anonymize(user)}
      dialog={(close) => (
        <CommandDialog
          title="Anonymise this user?"
          explain={
            <>
              Name, e-mail and external id are removed <strong>for ever</strong>. Balance and ledger rows
              stay, without a name.
            </>
          }
          facts={[
            ['User', `${user.username} (${user.externalId})`],
            ['E-mail', user.email],
          ]}
          confirmLabel="Anonymise for ever"
          danger
          run={() => trpc.users.anonymize.mutate({ id: user.id })}
          done="User anonymised"
          close={close}
        />
      )}
    />
  );
}
