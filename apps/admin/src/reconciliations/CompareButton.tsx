import { useRedirect } from 'react-admin';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { t } from '../texts/t.ts';

/** The provider watches an address for seven days; longer periods only find old differences. */
const SPANS = [
  { id: '2', name: t('The last 2 days') },
  { id: '9', name: t('The last 9 days (nightly default)') },
  { id: '30', name: t('The last 30 days') },
  { id: '90', name: t('The last 90 days') },
  { id: '400', name: t('The last 400 days') },
];

/** Starts a comparison of the provider's list with the books, and opens its page. */
export function CompareButton() {
  const redirect = useRedirect();
  return (
    <CommandButton
      label={t('Compare now')}
      variant="contained"
      action="reconciliations.start"
      dialog={(close) => (
        <ActionDialog
          title={t('Compare the provider’s list with the books?')}
          explain={t(
            'The desk reads the provider’s list of payments page by page, processes what it had missed, and lists the remaining differences. Only one comparison runs at a time.',
          )}
          fields={[{ name: 'days', label: t('Period'), initial: '9', required: true, options: SPANS }]}
          confirmLabel={t('Compare now')}
          action="reconciliations.start"
          input={({ days = '9' }) => ({ days: Number(days) })}
          done={t('Comparison started')}
          onDone={(run) => redirect('show', 'reconciliations', run.id)}
          close={close}
        />
      )}
    />
  );
}
