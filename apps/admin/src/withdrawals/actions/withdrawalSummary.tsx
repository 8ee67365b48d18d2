import type { Fact } from '../../fields/Facts.tsx';
import { Usd } from '../../fields/Usd.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { AddressText } from '../review/AddressText.tsx';

/** The facts that each dialog repeats before an action on a withdrawal: amount, currency, full address. */
export const withdrawalSummary = (withdrawal: Withdrawal): readonly Fact[] => [
  ['Withdrawal', withdrawal.internalWithdrawalId],
  ['User', <UserLink full key="user" id={withdrawal.userId} />],
  ['Amount', withdrawal.amountDisplay],
  [
    'Pays out',
    <>
      <Usd amount={withdrawal.finalAmountUsd} strong /> USD in {withdrawal.currencyDisplayName}
      {withdrawal.cryptoAmount && ` (${withdrawal.cryptoAmount})`}
    </>,
  ],
  ['Network', withdrawal.networkName],
  ['To address', <AddressText key="address" address={withdrawal.walletAddress} small />],
  [
    withdrawal.extraIdName ?? 'Memo',
    withdrawal.extraId && (
      <strong key="memo" className="mono">
        {withdrawal.extraId}
      </strong>
    ),
  ],
];
