import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';

/** Removes a customer's personal data; balance and ledger rows are kept. */
export function AnonymizeButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="Anonymise"
      color="error"
      permission="users.anonymize"
      can={userCan.anonymize(user)}
      dialog={(close) => (
        <ActionDialog
          title="Anonymise this user?"
          explain={
            <>
              Name, e-mail and external id are removed <strong>permanently</strong>. Balance and ledger rows
              are kept, without a name.
            </>
          }
          facts={[
            ['User', `${user.username} (${user.externalId})`],
            ['E-mail', user.email],
          ]}
          confirmLabel="Anonymise permanently"
          danger
          action="users.anonymize"
          input={() => ({ id: user.id })}
          done="User anonymised"
          close={close}
        />
      )}
    />
  );
}
