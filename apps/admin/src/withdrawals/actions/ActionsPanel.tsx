import { Box } from '@mui/material';
import type { WithdrawalStatus } from '@paydesk/types/rules';
import { type ComponentType, useState } from 'react';
import { Panel } from '../../fields/Panel.tsx';
import { type OfferedAction, permissionOf } from '../../providers/neededPermissions.ts';
import { useMay } from '../../providers/permissions.ts';
import { DialogState, type WithdrawalActionProps } from './ActionButton.tsx';
import { ApproveButton } from './ApproveButton.tsx';
import { CancelButton } from './CancelButton.tsx';
import { PayOutButton } from './PayOutButton.tsx';
import { RecordPaidButton } from './RecordPaidButton.tsx';
import { RejectButton } from './RejectButton.tsx';
import { StartSendingButton } from './StartSendingButton.tsx';
import { TakeBackButton } from './TakeBackButton.tsx';
import { t } from '../../texts/t.ts';

interface Offer {
  action: OfferedAction;
  Button: ComponentType<WithdrawalActionProps>;
  statuses: readonly WithdrawalStatus[];
}

/** The actions in display order, and the statuses in which each is shown. */
const OFFERS: readonly Offer[] = [
  { action: 'withdrawals.approve', Button: ApproveButton, statuses: ['pending'] },
  { action: 'withdrawals.payOut', Button: PayOutButton, statuses: ['approved'] },
  { action: 'withdrawals.startProcessing', Button: StartSendingButton, statuses: ['approved'] },
  { action: 'withdrawals.complete', Button: RecordPaidButton, statuses: ['approved', 'processing'] },
  { action: 'withdrawals.returnToApproved', Button: TakeBackButton, statuses: ['processing'] },
  { action: 'withdrawals.reject', Button: RejectButton, statuses: ['pending', 'approved'] },
  { action: 'withdrawals.cancel', Button: CancelButton, statuses: ['pending', 'approved'] },
];

/** The actions of this person on the withdrawal. One that was tampered with can only be rejected. */
export function ActionsPanel({ review, onDone }: WithdrawalActionProps) {
  const may = useMay();
  const [opened, setOpened] = useState<OfferedAction | null>(null);
  const { status, isIntact } = review.withdrawal;
  const inState = OFFERS.filter(
    (offer) =>
      offer.action === opened ||
      (offer.statuses.includes(status) &&
        (offer.action !== 'withdrawals.payOut' || review.payoutsOn) &&
        (isIntact || offer.action === 'withdrawals.reject')),
  );
  const offers = inState.filter(({ action }) => may(permissionOf(action)));
  if (inState.length === 0) return null;
  return (
    <Panel title={t('Actions')}>
      {offers.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          {t('Your role can only view withdrawals. Approvers approve and pay them.')}
        </Box>
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 1.25,
          alignItems: 'start',
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 220px), 1fr))',
        }}
      >
        {offers.map(({ action, Button }) => (
          <DialogState
            key={action}
            value={{ isOpen: action === opened, setOpen: (isOpen) => setOpened(isOpen ? action : null) }}
          >
            <Button review={review} onDone={onDone} />
          </DialogState>
        ))}
      </Box>
    </Panel>
  );
}
