import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Currency } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Activates or deactivates a currency. */
export function SetActiveButton({ currency }: { currency: Currency }) {
  const isActive = !currency.isActive;
  const name = currency.displayName;
  return (
    <CommandButton
      label={isActive ? t('Activate') : t('Deactivate')}
      color={isActive ? 'primary' : 'error'}
      action="currencies.setActive"
      dialog={(close) => (
        <ActionDialog
          title={isActive ? t('Activate {name}?', { name }) : t('Deactivate {name}?', { name })}
          explain={
            isActive
              ? t('Customers can pay with it immediately.')
              : t('No new payments or withdrawals in this currency. Those in progress continue.')
          }
          confirmLabel={isActive ? t('Activate {name}', { name }) : t('Deactivate {name}', { name })}
          danger={!isActive}
          action="currencies.setActive"
          input={() => ({ ids: [currency.id], isActive })}
          done={isActive ? t('{name} activated', { name }) : t('{name} deactivated', { name })}
          close={close}
        />
      )}
    />
  );
}
