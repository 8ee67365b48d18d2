import { Facts } from '../fields/Facts.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Balance } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** A balance in full. */
export const BalanceFacts = ({ balance }: { balance: Balance }) => (
  <Facts
    facts={[
      [t('Balance'), <Usd key="balance" amount={balance.balanceUsd} strong />],
      [t('Held for withdrawals'), <Usd key="held" amount={balance.heldUsd} />],
      [t('Available'), <Usd key="available" amount={balance.availableUsd} strong />],
      [t('Total deposited'), <Usd key="deposited" amount={balance.totalDeposited} />],
      [t('Total withdrawn'), <Usd key="withdrawn" amount={balance.totalWithdrawn} />],
      [t('Transactions'), String(balance.transactionCount)],
      [t('Last activity'), <TimeText key="last" at={balance.lastTransactionAt} none={t('never')} />],
    ]}
  />
);
