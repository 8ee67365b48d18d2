import { Alert } from '@mui/material';
import { Decimal, SENT_AMOUNT_TOLERANCE, type SentAmountDeviation } from '@paydesk/types/rules';
import type { Withdrawal } from '../../providers/records.ts';

interface SentAmountProps {
  withdrawal: Withdrawal;
  deviation: SentAmountDeviation;
  allowSamePerson: boolean;
}

/** How far the amount that was sent is from the one that was fixed, before it is confirmed. */
export function SentAmount({
  withdrawal: { cryptoAmount, currencyDisplayName },
  deviation: { percent, isLarge },
  allowSamePerson,
}: SentAmountProps) {
  if (percent === '0.00' && !isLarge) return null;
  const what =
    percent === null
      ? 'No amount was fixed at the approval, so there is nothing to compare with.'
      : `${signed(percent)} from the amount that was fixed (${cryptoAmount} ${currencyDisplayName}).`;
  return (
    <Alert severity={isLarge ? 'warning' : 'info'} role="status">
      {what}
      {isLarge &&
        ` ${percent === null ? 'Recording it' : `More than ${TOLERANCE} %`} needs a reason${
          allowSamePerson ? '.' : ', and another person has to agree. Nothing is deducted before that.'
        }`}
    </Alert>
  );
}

const TOLERANCE = new Decimal(SENT_AMOUNT_TOLERANCE).times(100).toFixed();

const signed = (percent: string) => `${percent.startsWith('-') ? '−' : '+'}${percent.replace('-', '')} %`;
