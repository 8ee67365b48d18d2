import { useDesk } from '../../providers/useDesk.ts';
import { BulkButton } from './BulkButton.tsx';
import { BulkDialog } from './BulkDialog.tsx';

/** Says no to every chosen request, for one reason. */
export function BulkRejectButton() {
  const desk = useDesk();
  return (
    <BulkButton
      label="Reject…"
      color="error"
      dialog={(ids, close) => (
        <BulkDialog
          ids={ids}
          verb="Reject"
          explain={(total) => `${total} in all become available to the users again, and nothing is sent. Every user sees the reason.`}
          confirm={(count, total) => `Reject ${count} – gives ${total} back`}
          text={{ label: 'Reason', required: true }}
          run={(reason) => desk.rejectWithdrawals({ ids, reason })}
          close={close}
        />
      )}
    />
  );
}
