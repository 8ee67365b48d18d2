import ApproveIcon from '@mui/icons-material/CheckCircleOutlined';
import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { NoteLine } from '../../commands/NoteLine.tsx';

/** Approves a withdrawal. Sending the money is a separate step by another person. */
export function ApproveButton({ review, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      label="Approve"
      consequence="no money moves yet"
      icon={<ApproveIcon />}
      isMain
      may={review.may.approve}
      dialog={(close) => <ApproveDialog review={review} onDone={onDone} close={close} />}
    />
  );
}

function ApproveDialog({
  review: { withdrawal, decision },
  onDone,
  close,
}: WithdrawalActionProps & { close: () => void }) {
  const [note, setNote] = useState('');
  const left =
    Math.max(withdrawal.requiredApprovals, decision.requiredApprovals) -
    withdrawal.approvals.filter(({ isForThisPayload }) => isForThisPayload).length;
  return (
    <ActionDialog
      title="Approve this withdrawal?"
      explain={explain(left)}
      facts={withdrawalSummary(withdrawal)}
      extra={<NoteLine note={note} setNote={setNote} />}
      confirmLabel="Approve – no money moves yet"
      action="withdrawals.approve"
      withdrawalUsd={withdrawal.amountUsd}
      input={() => ({ id: withdrawal.id, ...(note.trim() && { note: note.trim() }) })}
      done={({ status }) => (status === 'approved' ? 'Approved' : 'Approval recorded')}
      onDone={(after) => onDone(after, done(after))}
      close={close}
    />
  );
}

const explain = (left: number): string =>
  left > 1
    ? `No money moves yet: ${left - 1 === 1 ? 'one more person has' : `${left - 1} more people have`} to approve after you.`
    : 'No money moves yet: after your approval another person can send it. Compare the amount and address with the user’s request.';

const done = ({ status }: Withdrawal): string =>
  status === 'approved'
    ? 'Approved. Another person can send it now.'
    : 'Your approval is recorded. Another person has to approve too.';
