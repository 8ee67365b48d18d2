import { suspenseCan } from '@paydesk/types/rules';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import { usdText } from '../../fields/formats.ts';
import type { SuspenseItem } from '../../providers/records.ts';
import { isPriceless } from '../../records/suspenseAmounts.ts';
import { suspenseSummary } from './suspenseSummary.tsx';
import { t } from '../../texts/t.ts';

/** Writes an item off: it is neither credited nor returned. */
export function WriteOffSuspenseButton({ item }: { item: SuspenseItem }) {
  return (
    <CommandButton
      label={t('Write off')}
      color="error"
      action="suspense.writeOff"
      can={suspenseCan.resolve(item)}
      dialog={(close) => (
        <ActionDialog
          title={t('Write this off?')}
          explain={t('The money is neither credited nor returned. The customer gets nothing for it.')}
          facts={suspenseSummary(item)}
          fields={[noteField(t('Why'))]}
          confirmLabel={
            isPriceless(item) ? t('Write off') : t('Write off {amount}', { amount: usdText(item.amountUsd) })
          }
          danger
          action="suspense.writeOff"
          input={({ note = '' }) => ({ id: item.id, note })}
          done={t('Written off')}
          close={close}
        />
      )}
    />
  );
}
