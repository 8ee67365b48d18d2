import ApproveIcon from '@mui/icons-material/CheckCircleOutlined';
import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { withdrawalSummary } from './withdrawalSummary.tsx';
import { ActionButton, type WithdrawalActionProps } from './ActionButton.tsx';
import { NoteLine } from '../../commands/NoteLine.tsx';
import { plural, t } from '../../texts/t.ts';

/** Approves a withdrawal. Sending the money is a separate step by another person. */
export function ApproveButton({ review, onDone }: WithdrawalActionProps) {
  return (
    <ActionButton
      action="withdrawals.approve"
      label={t('Approve')}
      consequence={t('no money moves yet')}
      icon={<ApproveIcon />}
      isMain
      shortcut="a"
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
      title={t('Approve this withdrawal?')}
      explain={explain(left)}
      facts={withdrawalSummary(withdrawal)}
      extra={<NoteLine note={note} setNote={setNote} />}
      confirmLabel={t('Approve – no money moves yet')}
      action="withdrawals.approve"
      withdrawalUsd={withdrawal.amountUsd}
      input={() => ({ id: withdrawal.id, ...(note.trim() && { note: note.trim() }) })}
      done={({ status }) => (status === 'approved' ? t('Approved') : t('Approval recorded'))}
      onDone={(after) => onDone(after, done(after))}
      close={close}
    />
  );
}

const explain = (left: number): string =>
  left > 1
    ? plural(left - 1, {
        one: 'No money moves yet: one more person has to approve after you.',
        other: 'No money moves yet: {count} more people have to approve after you.',
      })
    : t(
        'No money moves yet: after your approval another person can send it. Compare the amount and address with the user’s request.',
      );

const done = ({ status }: Withdrawal): string =>
  status === 'approved'
    ? t('Approved. Another person can send it now.')
    : t('Your approval is recorded. Another person has to approve too.');
