import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/** Removes a customer's personal data; ledger rows are kept. Not while the customer has money. */
export function AnonymizeButton({ user }: { user: User }) {
  return (
    <CommandButton
      label={t('Anonymise')}
      color="error"
      action="users.anonymize"
      can={userCan.anonymize(user)}
      dialog={(close) => (
        <ActionDialog
          title={t('Anonymise this user?')}
          explain={
            <Rich
              text={t(
                'Name, e-mail and external id are removed <b>permanently</b>. Ledger rows are kept, without a name. It is refused while there is a balance, an open withdrawal or payment, or money in suspense: no one could be asked where it belongs. With a withdrawal in the last 30 days a colleague has to approve it.',
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          }
          facts={[
            [t('User'), `${user.username} (${user.externalId})`],
            [t('E-mail'), user.email],
          ]}
          confirmLabel={t('Anonymise permanently')}
          danger
          action="users.anonymize"
          input={() => ({ id: user.id })}
          done={t('User anonymised')}
          close={close}
        />
      )}
    />
  );
}
