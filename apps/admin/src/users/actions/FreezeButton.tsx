import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { User } from '../../providers/records.ts';

/** Freezes or unfreezes a customer: while frozen, no money can leave. */
export function FreezeButton({ user }: { user: User }) {
  const texts = user.isFrozen
    ? {
        label: 'Unfreeze',
        title: 'Unfreeze this user?',
        explain: 'Charges and withdrawals are possible again.',
        done: 'User unfrozen',
        action: 'users.unfreeze' as const,
      }
    : {
        label: 'Freeze',
        title: 'Freeze this user?',
        explain: 'No charges or withdrawals until unfrozen. Deposits are still credited.',
        done: 'User frozen',
        action: 'users.freeze' as const,
      };
  return (
    <CommandButton
      label={texts.label}
      color={user.isFrozen ? 'primary' : 'error'}
      permission="users.freeze"
      dialog={(close) => (
        <ActionDialog
          title={texts.title}
          explain={texts.explain}
          facts={[['User', `${user.username} (${user.externalId})`]]}
          fields={[noteField('Why')]}
          confirmLabel={`${texts.label} user`}
          danger={!user.isFrozen}
          action={texts.action}
          input={({ note = '' }) => ({ id: user.id, note })}
          done={texts.done}
          close={close}
        />
      )}
    />
  );
}
