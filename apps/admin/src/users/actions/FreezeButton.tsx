import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { User } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Freezes or unfreezes a customer: while frozen, no money can leave. */
export function FreezeButton({ user }: { user: User }) {
  const texts = user.isFrozen
    ? {
        label: t('Unfreeze'),
        confirm: t('Unfreeze user'),
        title: t('Unfreeze this user?'),
        explain: t('Charges and withdrawals are possible again.'),
        done: t('User unfrozen'),
        action: 'users.unfreeze' as const,
      }
    : {
        label: t('Freeze'),
        confirm: t('Freeze user'),
        title: t('Freeze this user?'),
        explain: t('No charges or withdrawals until unfrozen. Deposits are still credited.'),
        done: t('User frozen'),
        action: 'users.freeze' as const,
      };
  return (
    <CommandButton
      label={texts.label}
      color={user.isFrozen ? 'primary' : 'error'}
      action={texts.action}
      dialog={(close) => (
        <ActionDialog
          title={texts.title}
          explain={texts.explain}
          facts={[[t('User'), `${user.username} (${user.externalId})`]]}
          fields={[noteField(t('Why'))]}
          confirmLabel={texts.confirm}
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
