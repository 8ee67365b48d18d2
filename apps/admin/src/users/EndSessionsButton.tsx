import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { User } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { userCan } from './userCan.ts';

/** Ends every token that apps have made for a customer's browsers and phones. */
export function EndSessionsButton({ user }: { user: User }) {
  return (
    <CommandButton
      label="End sessions of this user’s app"
      permission="users.token"
      can={userCan.endSessions(user)}
      dialog={(close) => (
        <CommandDialog
          title="End this user’s sessions?"
          explain="All tokens with which browsers and phones act for this user are refused from now on. The user’s app can make new ones: to keep somebody out, freeze the user too."
          facts={[
            ['User', `${user.username} (${user.externalId})`],
            ['Live tokens', user.liveTokens],
          ]}
          confirmLabel="End sessions"
          danger
          run={() => trpc.users.revokeTokens.mutate({ userId: user.id })}
          done={({ revoked }) => (revoked === 1 ? '1 session ended' : `${revoked} sessions ended`)}
          close={close}
        />
      )}
    />
  );
}
