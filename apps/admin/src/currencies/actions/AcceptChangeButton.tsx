import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { Currency } from '../../providers/records.ts';
import { changeLines } from '../changeLines.ts';
import { t } from '../../texts/t.ts';

/** Accepts what the provider reports for a currency, exactly as it is shown. */
export function AcceptChangeButton({ currency }: { currency: Currency }) {
  const { pendingChange } = currency;
  if (!pendingChange) return null;
  const changed = changeLines(currency, pendingChange).filter(({ isChanged }) => isChanged);
  return (
    <CommandButton
      label={t('Accept the change')}
      action="currencies.acceptChange"
      dialog={(close) => (
        <ActionDialog
          title={t('Accept the change of {name}?', { name: currency.displayName })}
          explain={t(
            'Possible when its open payments and withdrawals have ended; these keep what they were made for. The next sync offers the currency again.',
          )}
          facts={changed.map(({ label, before, after }) => [label, `${before} → ${after}`] as const)}
          confirmLabel={t('Accept the change of {name}', { name: currency.displayName })}
          danger
          action="currencies.acceptChange"
          input={() => ({ id: currency.id, pendingChange })}
          done={t('Change accepted')}
          close={close}
        />
      )}
    />
  );
}
