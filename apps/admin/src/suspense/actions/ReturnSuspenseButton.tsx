import { suspenseCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { SuspenseItem } from '../../providers/records.ts';
import { suspenseSummary } from './suspenseSummary.tsx';
import { t } from '../../texts/t.ts';

/** Records that an item was returned to its sender. */
export function ReturnSuspenseButton({ item }: { item: SuspenseItem }) {
  return (
    <CommandButton
      label={t('Mark returned')}
      action="suspense.markReturned"
      can={suspenseCan.resolve(item)}
      dialog={(close) => (
        <ActionDialog
          title={t('Mark this as returned?')}
          explain={t(
            'Records that the money was returned to its sender. The desk does not send it: return it at the provider first.',
          )}
          facts={suspenseSummary(item)}
          fields={[noteField(t('How it was returned'))]}
          confirmLabel={t('Mark returned')}
          action="suspense.markReturned"
          input={({ note = '' }) => ({ id: item.id, note })}
          done={t('Marked returned')}
          close={close}
        />
      )}
    />
  );
}
