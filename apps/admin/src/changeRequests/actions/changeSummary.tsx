import type { Can } from '@paydesk/types/rules';
import type { Fact } from '../../fields/Facts.tsx';
import { Usd } from '../../fields/Usd.tsx';
import type { ChangeRequest } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { userIdOf } from '../BalanceEffect.tsx';

/** The facts that each dialog repeats before a decision: the change, its amount and its people. */
export function changeSummary(request: ChangeRequest): readonly Fact[] {
  const userId = userIdOf(request);
  return [
    ['Change', request.summary],
    ['Amount', request.amountUsd && <Usd key="amount" amount={request.amountUsd} strong />],
    ['User', userId && <UserLink full key="user" id={userId} />],
    ['Requested by', request.maker.name],
    ['Reason', request.reason],
  ];
}

/** What the server says about a step, as a button reads it. */
export const canOf = ({ allowed, why }: ChangeRequest['can']['approve']): Can =>
  allowed ? { allowed: true } : { allowed: false, why: why ?? 'Not available now.' };
