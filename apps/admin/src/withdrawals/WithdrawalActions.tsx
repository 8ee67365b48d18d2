import type { Withdrawal } from '../providers/wire.ts';
import { ApproveButton } from './ApproveButton.tsx';
import { CancelWithdrawalButton } from './CancelWithdrawalButton.tsx';
import { CompleteButton } from './CompleteButton.tsx';
import { RejectButton } from './RejectButton.tsx';
import { ReturnToApprovedButton } from './ReturnToApprovedButton.tsx';
import { StartProcessingButton } from './StartProcessingButton.tsx';

/** The steps of a withdrawal, in their order; those that cannot be taken now say why. */
export const WithdrawalActions = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <>
    <ApproveButton withdrawal={withdrawal} />
    <RejectButton withdrawal={withdrawal} />
    <StartProcessingButton withdrawal={withdrawal} />
    <CompleteButton withdrawal={withdrawal} />
    <ReturnToApprovedButton withdrawal={withdrawal} />
    <CancelWithdrawalButton withdrawal={withdrawal} />
  </>
);
