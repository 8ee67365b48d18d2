import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';
import { plural, t } from '../../texts/t.ts';

/** Revokes every token that apps have created for a customer. */
export function EndSessionsButton({ user }: { user: User }) {
  return (
    <CommandButton
      label={t('End app sessions')}
      action="users.revokeTokens"
      can={userCan.endSessions(user)}
      dialog={(close) => (
        <ActionDialog
          title={t('End this user’s sessions?')}
          explain={t(
            'All tokens of this user’s browsers and phones are revoked. The app can create new ones: to stop the user, also freeze the account.',
          )}
          facts={[
            [t('User'), `${user.username} (${user.externalId})`],
            [t('Active tokens'), user.liveTokens],
          ]}
          confirmLabel={t('End sessions')}
          danger
          action="users.revokeTokens"
          input={() => ({ userId: user.id })}
          done={({ revoked }) =>
            plural(revoked, { one: '{count} session ended', other: '{count} sessions ended' })
          }
          close={close}
        />
      )}
    />
  );
}
