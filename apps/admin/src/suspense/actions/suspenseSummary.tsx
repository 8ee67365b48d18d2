import type { Fact } from '../../fields/Facts.tsx';
import { usdText } from '../../fields/formats.ts';
import type { SuspenseItem } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { isPriceless, receivedText } from '../../records/suspenseAmounts.ts';
import { SUSPENSE_REASON_NAMES } from '../../records/suspenseReasons.ts';
import { t } from '../../texts/t.ts';

/** The facts that each dialog repeats before an item is resolved. */
export const suspenseSummary = (item: SuspenseItem): readonly Fact[] => [
  [t('Received'), receivedText(item)],
  [t('Worth'), isPriceless(item) ? t('not priced') : usdText(item.amountUsd)],
  [t('User'), item.userId ? <UserLink full key="user" id={item.userId} /> : t('unknown')],
  [t('Reason'), SUSPENSE_REASON_NAMES[item.reason]],
  [
    t('Provider payment id'),
    <span key="id" className="mono">
      {item.providerPaymentId}
    </span>,
  ],
];
