import { Alert } from '@mui/material';
import { Decimal, SENT_AMOUNT_TOLERANCE, type SentAmountDeviation } from '@paydesk/types/rules';
import { coinText, decimalText, signedPercent } from '../../fields/formats.ts';
import type { Withdrawal } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

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
      ? t('No amount was fixed at the approval, so there is nothing to compare with.')
      : t('Differs by {difference} from the amount that was fixed ({sum}).', {
          difference: signedPercent(percent),
          sum: coinText(String(cryptoAmount), currencyDisplayName),
        });
  return (
    <Alert severity={isLarge ? 'warning' : 'info'} role="status">
      {what}
      {isLarge && ` ${needs(percent !== null, allowSamePerson)}`}
    </Alert>
  );
}

const TOLERANCE = decimalText(new Decimal(SENT_AMOUNT_TOLERANCE).times(100).toFixed());

/** What recording an amount needs that has nothing to compare with, or is too far from the fixed one. */
function needs(isCompared: boolean, allowSamePerson: boolean): string {
  if (!isCompared)
    return allowSamePerson
      ? t('Recording it needs a reason.')
      : t('Recording it needs a reason, and another person has to agree. Nothing is deducted before that.');
  return allowSamePerson
    ? t('More than {tolerance} % needs a reason.', { tolerance: TOLERANCE })
    : t(
        'More than {tolerance} % needs a reason, and another person has to agree. Nothing is deducted before that.',
        { tolerance: TOLERANCE },
      );
}
