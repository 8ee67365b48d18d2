import { BulkDialog } from './BulkDialog.tsx';

/** Approves all selected withdrawals with one second factor; each row still runs every check on its own. */
export function BulkApproveDialog({ ids, close }: { ids: string[]; close: () => void }) {
  return (
    <BulkDialog
      ids={ids}
      decision="Approve"
      explain={(total) =>
        `No money moves yet. Each withdrawal is checked separately and gets its own result. Total: ${total}.`
      }
      confirm={(count) => `Approve ${count} – no money moves yet`}
      text={{ label: 'Note (optional)', required: false }}
      action="withdrawals.approveMany"
      input={(note) => ({ ids, ...(note && { note }) })}
      close={close}
    />
  );
}

/** Rejects all selected withdrawals with one reason. */
export function BulkRejectDialog({ ids, close }: { ids: string[]; close: () => void }) {
  return (
    <BulkDialog
      ids={ids}
      decision="Reject"
      explain={(total) =>
        `${total} in total are released to the users’ balances, and nothing is sent. Each user sees the reason.`
      }
      confirm={(count, total) => `Reject ${count} – returns ${total}`}
      text={{ label: 'Reason', required: true }}
      action="withdrawals.rejectMany"
      input={(reason) => ({ ids, reason })}
      close={close}
    />
  );
}
