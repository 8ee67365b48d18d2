import PayIcon from '@mui/icons-material/RocketLaunchOutlined';
import { CommandDialog } from '../../commands/CommandDialog.tsx';
import { trpc } from '../../providers/trpc.ts';
import { withdrawalSummary } from '../withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';

/** Lets the provider send it, once. */
export function PayOutButton({ review: { withdrawal, may }, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      label="Send through the provider"
      consequence="the money leaves by itself"
      icon={<PayIcon />}
      isMain
      may={may.payOut}
      dialog={(close) => (
        <CommandDialog
          title="Send through the provider?"
          explain={
            <>
              <strong>The money leaves by itself</strong>, and cannot be called back. The desk orders it once,
              follows it, and records it as paid when the provider says so. If the provider fails it comes
              back to you.
            </>
          }
          facts={withdrawalSummary(withdrawal)}
          stepUp={() => ({ kind: 'payOut', id: withdrawal.id })}
          confirmLabel="Send through the provider"
          run={(_values, _key, proof) =>
            trpc.withdrawals.payOut.mutate({ id: withdrawal.id, ...(proof && { proof }) })
          }
          done="Ordered"
          onDone={(after) =>
            onDone(after, 'Ordered from the provider. The desk follows it and records it as paid.')
          }
          close={close}
        />
      )}
    />
  );
}
