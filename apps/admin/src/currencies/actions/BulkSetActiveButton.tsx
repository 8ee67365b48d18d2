import { useListContext } from 'react-admin';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Currency } from '../../providers/records.ts';

const MAX_NAMED = 12;

/** Activates or deactivates the selected currencies. */
export function BulkSetActiveButton({ isActive }: { isActive: boolean }) {
  const { selectedIds, data, onUnselectItems } = useListContext<Currency>();
  const label = isActive ? 'Activate' : 'Deactivate';
  const ids = selectedIds.map(String);
  const names = (data ?? []).filter(({ id }) => ids.includes(id)).map(({ displayName }) => displayName);
  const listed =
    names.slice(0, MAX_NAMED).join(', ') +
    (ids.length > Math.min(names.length, MAX_NAMED)
      ? ` and ${ids.length - Math.min(names.length, MAX_NAMED)} more`
      : '');
  return (
    <CommandButton
      label={label}
      variant="text"
      permission="currencies.write"
      dialog={(close) => (
        <ActionDialog
          title={`${label} ${ids.length} ${ids.length === 1 ? 'currency' : 'currencies'}?`}
          explain={
            isActive
              ? 'Customers can pay with them immediately.'
              : 'No new payments or withdrawals in these currencies. Those in progress continue.'
          }
          facts={[['Currencies', listed]]}
          confirmLabel={`${label} ${ids.length}`}
          danger={!isActive}
          action="currencies.setActive"
          input={() => ({ ids, isActive })}
          done={`${ids.length} ${isActive ? 'activated' : 'deactivated'}`}
          onDone={() => onUnselectItems()}
          close={close}
        />
      )}
    />
  );
}
