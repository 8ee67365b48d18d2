import { Alert, Box } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { decimalText } from '../fields/formats.ts';
import { ExternalLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { QrCode } from '../fields/QrCode.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Payment } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** Where the payer sends the funds: QR code, address and memo. */
export function PaymentAddress({ payment }: { payment: Payment }) {
  if (payment.payAddress === null) {
    return (
      <Panel title={t('Pay to')}>
        <Alert severity="info">
          {t('The provider has not issued an address yet. The desk keeps retrying.')}
        </Alert>
      </Panel>
    );
  }
  // Nothing more is to be sent: a code would invite a second transfer to a used address.
  const isWaiting = payment.status === 'pending';
  const facts: Fact[] = [
    [
      isWaiting ? t('Send') : t('Requested'),
      payment.payAmount && (
        <CopyText
          key="amount"
          text={payment.payAmount}
          shown={decimalText(payment.payAmount)}
          label={t('amount')}
        />
      ),
    ],
    [t('Currency'), payment.currencyDisplayName],
    [t('Network'), payment.networkName],
    [t('Address'), <CopyText key="address" text={payment.payAddress} label={t('address')} />],
    [
      payment.extraIdName ?? t('Memo'),
      payment.payinExtraId && (
        <CopyText key="memo" text={payment.payinExtraId} label={payment.extraIdName ?? t('memo')} />
      ),
    ],
    [
      payment.expiresAt !== null && new Date(payment.expiresAt) < new Date()
        ? t('Was valid until')
        : t('Valid until'),
      payment.expiresAt && <TimeText key="expires" at={payment.expiresAt} />,
    ],
    [
      t('Checkout page'),
      payment.paymentUrl && (
        <ExternalLink key="checkout" href={payment.paymentUrl}>
          {t('Open the page')}
        </ExternalLink>
      ),
    ],
  ];
  return (
    <Panel title={isWaiting ? t('Pay to') : t('Address')}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {isWaiting && payment.qrData && (
          <QrCode text={payment.qrData} label={t('QR code of the payment address')} size={168} />
        )}
        <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
          <Facts facts={facts} dense />
        </Box>
      </Box>
      {isWaiting && payment.payinExtraId && (
        <Alert severity="warning" sx={{ mt: 1.5 }}>
          {payment.extraIdName === null
            ? t('The payer must send the memo along with the address, or the money cannot be matched.')
            : t('The payer must send the {name} along with the address, or the money cannot be matched.', {
                name: payment.extraIdName,
              })}
        </Alert>
      )}
    </Panel>
  );
}
