import { ActionBar } from '../../commands/ActionBar.tsx';
import type { Payment } from '../../providers/records.ts';
import { useSystemInfo } from '../../providers/useSystemInfo.ts';
import { CancelPaymentButton } from './CancelPaymentButton.tsx';
import { MarkCompletedButton } from './MarkCompletedButton.tsx';
import { MarkFailedButton } from './MarkFailedButton.tsx';
import { RefreshPaymentButton } from './RefreshPaymentButton.tsx';
import { SimulatePaymentButton } from './SimulatePaymentButton.tsx';

/** The actions of staff on a payment. */
export function PaymentActions({ payment }: { payment: Payment }) {
  const info = useSystemInfo();
  return (
    <ActionBar>
      {info?.simulatorInUse && <SimulatePaymentButton payment={payment} />}
      <RefreshPaymentButton payment={payment} />
      <CancelPaymentButton payment={payment} />
      <MarkCompletedButton payment={payment} />
      <MarkFailedButton payment={payment} />
    </ActionBar>
  );
}
