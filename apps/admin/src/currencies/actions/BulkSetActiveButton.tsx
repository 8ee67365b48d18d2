import { useListContext } from 'react-admin';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Currency } from '../../providers/records.ts';
import { plural, t } from '../../texts/t.ts';

const MAX_NAMED = 12;

/** Activates or deactivates the selected currencies. */
export function BulkSetActiveButton({ isActive }: { isActive: boolean }) {
  const { selectedIds, data, onUnselectItems } = useListContext<Currency>();
  const ids = selectedIds.map(String);
  const names = (data ?? []).filter(({ id }) => ids.includes(id)).map(({ displayName }) => displayName);
  const named = names.slice(0, MAX_NAMED).join(', ');
  const more = ids.length - Math.min(names.length, MAX_NAMED);
  return (
    <CommandButton
      label={isActive ? t('Activate') : t('Deactivate')}
      variant="text"
      action="currencies.setActive"
      dialog={(close) => (
        <ActionDialog
          title={
            isActive
              ? plural(ids.length, {
                  one: 'Activate {count} currency?',
                  other: 'Activate {count} currencies?',
                })
              : plural(ids.length, {
                  one: 'Deactivate {count} currency?',
                  other: 'Deactivate {count} currencies?',
                })
          }
          explain={
            isActive
              ? t('Customers can pay with them immediately.')
              : t('No new payments or withdrawals in these currencies. Those in progress continue.')
          }
          facts={[[t('Currencies'), more > 0 ? t('{names} and {more} more', { names: named, more }) : named]]}
          confirmLabel={
            isActive
              ? t('Activate {count}', { count: ids.length })
              : t('Deactivate {count}', { count: ids.length })
          }
          danger={!isActive}
          action="currencies.setActive"
          input={() => ({ ids, isActive })}
          done={
            isActive
              ? plural(ids.length, { one: '{count} activated', other: '{count} activated' })
              : plural(ids.length, { one: '{count} deactivated', other: '{count} deactivated' })
          }
          onDone={() => onUnselectItems()}
          close={close}
        />
      )}
    />
  );
}
