import { trpc } from '../../providers/trpc.ts';
import { BulkDialog } from './BulkDialog.tsx';

/** Says yes to every chosen request, with one second factor; each row still runs every check for itself. */
export function BulkApproveDialog({ ids, close }: { ids: string[]; close: () => void }) {
  return (
    <BulkDialog
      ids={ids}
      verb="Approve"
      explain={(total) =>
        `No money moves yet. Every row runs every check for itself and reports its own result; together they are ${total}.`
      }
      confirm={(count) => `Approve ${count} – no money moves yet`}
      text={{ label: 'Note (optional)', required: false }}
      purpose={() => ({ kind: 'approve', ids })}
      run={(note, proof) =>
        trpc.withdrawals.approveMany.mutate({ ids, ...(note && { note }), ...(proof && { proof }) })
      }
      close={close}
    />
  );
}
