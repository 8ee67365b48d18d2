import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';

/** Removes a customer's personal data; ledger rows are kept. Not while the customer has money. */
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
              Name, e-mail and external id are removed <strong>permanently</strong>. Ledger rows are kept,
              without a name. It is refused while there is a balance, an open withdrawal or payment, or money
              in suspense: no one could be asked where it belongs. With a withdrawal in the last 30 days a
              colleague has to approve it.
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
