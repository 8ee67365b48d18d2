import { Box } from '@mui/material';
import type { Permission, WithdrawalStatus } from '@paydesk/types/rules';
import { type ComponentType, useState } from 'react';
import { Panel } from '../../fields/Panel.tsx';
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
  name: string;
  Button: ComponentType<WithdrawalActionProps>;
  permission: Permission;
  statuses: readonly WithdrawalStatus[];
}

/** The actions in display order, and the statuses in which each is shown. */
const OFFERS: readonly Offer[] = [
  { name: 'approve', Button: ApproveButton, permission: 'withdrawals.approve', statuses: ['pending'] },
  { name: 'payOut', Button: PayOutButton, permission: 'withdrawals.pay', statuses: ['approved'] },
  {
    name: 'startProcessing',
    Button: StartSendingButton,
    permission: 'withdrawals.pay',
    statuses: ['approved'],
  },
  {
    name: 'complete',
    Button: RecordPaidButton,
    permission: 'withdrawals.pay',
    statuses: ['approved', 'processing'],
  },
  {
    name: 'returnToApproved',
    Button: TakeBackButton,
    permission: 'withdrawals.pay',
    statuses: ['processing'],
  },
  {
    name: 'reject',
    Button: RejectButton,
    permission: 'withdrawals.approve',
    statuses: ['pending', 'approved'],
  },
  {
    name: 'cancel',
    Button: CancelButton,
    permission: 'withdrawals.cancel',
    statuses: ['pending', 'approved'],
  },
];

/** The actions of this person on the withdrawal. One that was tampered with can only be rejected. */
export function ActionsPanel({ review, onDone }: WithdrawalActionProps) {
  const may = useMay();
  const [opened, setOpened] = useState<string | null>(null);
  const { status, isIntact } = review.withdrawal;
  const inState = OFFERS.filter(
    (offer) =>
      offer.name === opened ||
      (offer.statuses.includes(status) &&
        (offer.name !== 'payOut' || review.payoutsOn) &&
        (isIntact || offer.name === 'reject')),
  );
  const offers = inState.filter(({ permission }) => may(permission));
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
        {offers.map(({ name, Button }) => (
          <DialogState
            key={name}
            value={{ isOpen: name === opened, setOpen: (isOpen) => setOpened(isOpen ? name : null) }}
          >
            <Button review={review} onDone={onDone} />
          </DialogState>
        ))}
      </Box>
    </Panel>
  );
}
