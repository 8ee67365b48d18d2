import { userCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { User } from '../../providers/records.ts';

/** Revokes every token that apps have created for a customer. */
export function EndSessionsButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="End app sessions"
      permission="users.token"
      can={userCan.endSessions(user)}
      dialog={(close) => (
        <ActionDialog
          title="End this user’s sessions?"
          explain="All tokens of this user’s browsers and phones are revoked. The app can create new ones: to stop the user, also freeze the account."
          facts={[
            ['User', `${user.username} (${user.externalId})`],
            ['Active tokens', user.liveTokens],
          ]}
          confirmLabel="End sessions"
          danger
          action="users.revokeTokens"
          input={() => ({ userId: user.id })}
          done={({ revoked }) => (revoked === 1 ? '1 session ended' : `${revoked} sessions ended`)}
          close={close}
        />
      )}
    />
  );
}
