import { useRedirect } from 'react-admin';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { trpc } from '../providers/trpc.ts';

/** The provider watches an address for seven days; beyond that only old differences are found. */
const SPANS = [
  { id: '2', name: 'The last 2 days' },
  { id: '9', name: 'The last 9 days (as every night)' },
  { id: '30', name: 'The last 30 days' },
  { id: '90', name: 'The last 90 days' },
  { id: '400', name: 'The last 400 days' },
];

/** Begins a comparison of the provider's list with the books, and goes where it can be watched. */
export function CompareButton() {
  const redirect = useRedirect();
  return (
    <CommandButton
      label="Compare now"
      variant="contained"
      permission="reconciliations.run"
      dialog={(close) => (
        <CommandDialog
          title="Compare the provider’s list with the books?"
          explain="The desk reads the provider’s own list of payments page by page, takes in what it had missed, and lists what is left over. While a comparison is running, no second one starts."
          fields={[{ name: 'days', label: 'How far back', initial: '9', required: true, options: SPANS }]}
          confirmLabel="Compare now"
          run={({ days = '9' }) => trpc.reconciliations.start.mutate({ days: Number(days) })}
          done="The comparison is under way"
          onDone={(run) => redirect('show', 'reconciliations', run.id)}
          close={close}
        />
      )}
    />
  );
}
