import type { Fact } from '../../fields/Facts.tsx';
import { decimalText, usdText } from '../../fields/formats.ts';
import type { Withdrawal } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { AddressText } from '../review/AddressText.tsx';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';
import { Fragment } from 'react';

/** The facts that each dialog repeats before an action on a withdrawal: amount, currency, full address. */
export const withdrawalSummary = (withdrawal: Withdrawal): readonly Fact[] => [
  [t('Withdrawal'), withdrawal.internalWithdrawalId],
  [t('User'), <UserLink full key="user" id={withdrawal.userId} />],
  [t('Amount'), usdText(withdrawal.amountUsd)],
  [
    t('Pays out'),
    <Fragment key="pays">
      <Rich
        text={t('<amount></amount> in {currency}', { currency: withdrawal.currencyDisplayName })}
        tags={{ amount: () => <strong className="amount">{usdText(withdrawal.finalAmountUsd)}</strong> }}
      />
      {withdrawal.cryptoAmount && ` (${decimalText(withdrawal.cryptoAmount)})`}
    </Fragment>,
  ],
  [t('Network'), withdrawal.networkName],
  [t('To address'), <AddressText key="address" address={withdrawal.walletAddress} small />],
  [
    withdrawal.extraIdName ?? t('Memo'),
    withdrawal.extraId && (
      <strong key="memo" className="mono">
        {withdrawal.extraId}
      </strong>
    ),
  ],
];
