import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { Currency } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

/** Offers one currency, or stops offering it. */
export function SetActiveButton({ currency }: { currency: Currency }) {
  const isActive = !currency.isActive;
  const verb = isActive ? 'Activate' : 'Deactivate';
  return (
    <CommandButton
      label={verb}
      color={isActive ? 'primary' : 'error'}
      permission="currencies.write"
      dialog={(close) => (
        <CommandDialog
          title={`${verb} ${currency.displayName}?`}
          explain={
            isActive
              ? 'Customers can pay with it from now on.'
              : 'No new payments or withdrawals in it; those under way go on.'
          }
          confirmLabel={`${verb} ${currency.displayName}`}
          danger={!isActive}
          run={() => trpc.currencies.setActive.mutate({ ids: [currency.id], isActive })}
          done={`${currency.displayName} ${isActive ? 'activated' : 'deactivated'}`}
          close={close}
        />
      )}
    />
  );
}
