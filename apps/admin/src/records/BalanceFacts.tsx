import { Facts } from '../fields/Facts.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Balance } from '../providers/records.ts';

/** A balance in full. */
export const BalanceFacts = ({ balance }: { balance: Balance }) => (
  <Facts
    facts={[
      ['Balance', <Usd key="balance" amount={balance.balanceUsd} strong />],
      ['Held for withdrawals', <Usd key="held" amount={balance.heldUsd} />],
      ['Available', <Usd key="available" amount={balance.availableUsd} strong />],
      ['Total deposited', <Usd key="deposited" amount={balance.totalDeposited} />],
      ['Total withdrawn', <Usd key="withdrawn" amount={balance.totalWithdrawn} />],
      ['Transactions', String(balance.transactionCount)],
      ['Last activity', <TimeText key="last" at={balance.lastTransactionAt} none="never" />],
    ]}
  />
);
