import { BulkDialog } from './BulkDialog.tsx';
import { plural, t } from '../../texts/t.ts';

/** Approves all selected withdrawals with one second factor; each row still runs every check on its own. */
export function BulkApproveDialog({ ids, close }: { ids: string[]; close: () => void }) {
  return (
    <BulkDialog
      ids={ids}
      decision="approve"
      explain={(total) =>
        t(
          'No money moves yet. Each withdrawal is checked separately and gets its own result. Total: {total}.',
          { total },
        )
      }
      confirm={(count) =>
        plural(count, {
          one: 'Approve {count} – no money moves yet',
          other: 'Approve {count} – no money moves yet',
        })
      }
      text={{ label: t('Note (optional)'), required: false }}
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
      decision="reject"
      explain={(total) =>
        t(
          '{total} in total will no longer be held on the users’ balances, and nothing is sent. Each user sees the reason.',
          { total },
        )
      }
      confirm={(count, total) =>
        plural(
          count,
          {
            one: 'Reject {count} – returns {total}',
            other: 'Reject {count} – returns {total}',
          },
          { total },
        )
      }
      text={{ label: t('Reason'), required: true }}
      action="withdrawals.rejectMany"
      input={(reason) => ({ ids, reason })}
      close={close}
    />
  );
}
