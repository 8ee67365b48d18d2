import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Currency } from '../../providers/records.ts';

/** Activates or deactivates a currency. */
export function SetActiveButton({ currency }: { currency: Currency }) {
  const isActive = !currency.isActive;
  const label = isActive ? 'Activate' : 'Deactivate';
  return (
    <CommandButton
      label={label}
      color={isActive ? 'primary' : 'error'}
      permission="currencies.write"
      dialog={(close) => (
        <ActionDialog
          title={`${label} ${currency.displayName}?`}
          explain={
            isActive
              ? 'Customers can pay with it immediately.'
              : 'No new payments or withdrawals in this currency. Those in progress continue.'
          }
          confirmLabel={`${label} ${currency.displayName}`}
          danger={!isActive}
          action="currencies.setActive"
          input={() => ({ ids: [currency.id], isActive })}
          done={`${currency.displayName} ${isActive ? 'activated' : 'deactivated'}`}
          close={close}
        />
      )}
    />
  );
}
