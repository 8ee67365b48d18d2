import { sumUsd } from '@paydesk/types/rules';
import { useGetOne } from 'react-admin';
import { Facts } from '../fields/Facts.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Balance, ChangeRequest } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { t } from '../texts/t.ts';

/** The customer whose balance a request adds to; null for other requests. */
export function userIdOf({ subject, payload }: ChangeRequest): string | null {
  if (subject?.kind === 'user') return subject.id;
  const named =
    typeof payload === 'object' && payload !== null && 'userId' in payload ? payload.userId : null;
  return typeof named === 'string' ? named : null;
}

/** The customer, the amount, and the balance before and after. */
export function BalanceEffect({ request }: { request: ChangeRequest }) {
  const userId = userIdOf(request);
  const { data: balance } = useGetOne<Balance>(
    'balances',
    { id: userId ?? '' },
    { enabled: userId !== null },
  );
  if (userId === null || request.amountUsd === null) return null;
  const isWaiting = request.status === 'waiting';
  return (
    <Facts
      facts={[
        [t('User'), <UserLink full key="user" id={userId} />],
        [t('Amount'), <Usd key="amount" amount={request.amountUsd} signed strong />],
        [t('Balance now'), balance && <Usd key="now" amount={balance.balanceUsd} />],
        [
          t('Balance after'),
          isWaiting && balance && (
            <Usd key="after" amount={sumUsd([balance.balanceUsd, request.amountUsd])} strong />
          ),
        ],
      ]}
    />
  );
}
