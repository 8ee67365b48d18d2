import { suspenseCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { SuspenseItem } from '../../providers/records.ts';
import { isPriceless } from '../../records/suspenseColumns.tsx';
import { suspenseSummary } from './suspenseSummary.tsx';

/** Writes an item off: it is neither credited nor returned. */
export function WriteOffSuspenseButton({ item }: { item: SuspenseItem }) {
  return (
    <CommandButton
      label="Write off"
      color="error"
      permission="suspense.resolve"
      can={suspenseCan.resolve(item)}
      dialog={(close) => (
        <ActionDialog
          title="Write this off?"
          explain="The money is neither credited nor returned. The customer gets nothing for it."
          facts={suspenseSummary(item)}
          fields={[noteField('Why')]}
          confirmLabel={isPriceless(item) ? 'Write off' : `Write off ${item.amountDisplay}`}
          danger
          action="suspense.writeOff"
          input={({ note = '' }) => ({ id: item.id, note })}
          done="Written off"
          close={close}
        />
      )}
    />
  );
}
