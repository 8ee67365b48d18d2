import { trpc } from '../../providers/trpc.ts';
import { BulkDialog } from './BulkDialog.tsx';

/** Says no to every chosen request, for one reason. */
export function BulkRejectDialog({ ids, close }: { ids: string[]; close: () => void }) {
  return (
    <BulkDialog
      ids={ids}
      verb="Reject"
      explain={(total) =>
        `${total} in all become available to the users again, and nothing is sent. Every user sees the reason.`
      }
      confirm={(count, total) => `Reject ${count} – gives ${total} back`}
      text={{ label: 'Reason', required: true }}
      run={(reason) => trpc.withdrawals.rejectMany.mutate({ ids, reason })}
      close={close}
    />
  );
}
