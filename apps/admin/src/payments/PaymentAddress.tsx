import { Alert, Box } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { ExternalLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { QrCode } from '../fields/QrCode.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Payment } from '../providers/records.ts';

/** Where the payer sends the funds: QR code, address and memo. */
export function PaymentAddress({ payment }: { payment: Payment }) {
  if (payment.payAddress === null) {
    return (
      <Panel title="Pay to">
        <Alert severity="info">The provider has not issued an address yet. The desk keeps retrying.</Alert>
      </Panel>
    );
  }
  // Nothing more is to be sent: a code would invite a second transfer to a used address.
  const isWaiting = payment.status === 'pending';
  const facts: Fact[] = [
    [
      isWaiting ? 'Send' : 'Requested',
      payment.payAmount && <CopyText key="amount" text={payment.payAmount} label="amount" />,
    ],
    ['Currency', payment.currencyDisplayName],
    ['Network', payment.networkName],
    ['Address', <CopyText key="address" text={payment.payAddress} label="address" />],
    [
      payment.extraIdName ?? 'Memo',
      payment.payinExtraId && (
        <CopyText key="memo" text={payment.payinExtraId} label={payment.extraIdName ?? 'memo'} />
      ),
    ],
    [
      isWaiting ? 'Valid until' : 'Was valid until',
      payment.expiresAt && <TimeText key="expires" at={payment.expiresAt} />,
    ],
    [
      'Checkout page',
      payment.paymentUrl && (
        <ExternalLink key="checkout" href={payment.paymentUrl}>
          Open
        </ExternalLink>
      ),
    ],
  ];
  return (
    <Panel title={isWaiting ? 'Pay to' : 'Address'}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {isWaiting && payment.qrData && (
          <QrCode text={payment.qrData} label="QR code of the payment address" size={168} />
        )}
        <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
          <Facts facts={facts} dense />
        </Box>
      </Box>
      {isWaiting && payment.payinExtraId && (
        <Alert severity="warning" sx={{ mt: 1.5 }}>
          The payer must send the {payment.extraIdName ?? 'memo'} along with the address, or the money cannot
          be matched.
        </Alert>
      )}
    </Panel>
  );
}
