import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';
import type { User } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

/** Stops a customer's money from leaving, or lets it go again. */
export function FreezeButton({ user }: { user: User }) {
  const words = user.isFrozen
    ? {
        verb: 'Unfreeze',
        title: 'Unfreeze this user?',
        explain: 'Charges and withdrawals become possible again.',
        done: 'User unfrozen',
        call: trpc.users.unfreeze.mutate,
      }
    : {
        verb: 'Freeze',
        title: 'Freeze this user?',
        explain: 'No charge and no withdrawal until unfrozen; deposits still credit.',
        done: 'User frozen',
        call: trpc.users.freeze.mutate,
      };
  return (
    <CommandButton
      label={words.verb}
      color={user.isFrozen ? 'primary' : 'error'}
      permission="users.freeze"
      dialog={(close) => (
        <CommandDialog
          title={words.title}
          explain={words.explain}
          facts={[['User', `${user.username} (${user.externalId})`]]}
          fields={[noteField('Why')]}
          confirmLabel={`${words.verb} user`}
          danger={!user.isFrozen}
          run={({ note = '' }) => words.call({ id: user.id, note })}
          done={words.done}
          close={close}
        />
      )}
    />
  );
}
