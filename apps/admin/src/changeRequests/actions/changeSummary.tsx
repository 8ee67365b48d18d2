import type { Can } from '@paydesk/types/rules';
import type { Fact } from '../../fields/Facts.tsx';
import { Usd } from '../../fields/Usd.tsx';
import type { ChangeRequest } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { userIdOf } from '../BalanceEffect.tsx';
import { serverSentence } from '../../texts/serverSentence.ts';
import { t } from '../../texts/t.ts';

/** The facts that each dialog repeats before a decision: the change, its amount and its people. */
export function changeSummary(request: ChangeRequest): readonly Fact[] {
  const userId = userIdOf(request);
  return [
    [t('Change'), serverSentence(request.summary)],
    [t('Amount'), request.amountUsd && <Usd key="amount" amount={request.amountUsd} strong />],
    [t('User'), userId && <UserLink full key="user" id={userId} />],
    [t('Requested by'), request.maker.name],
    [t('Reason'), request.reason],
  ];
}

/** What the server says about a step, as a button reads it. */
export const canOf = ({ allowed, why }: ChangeRequest['can']['approve']): Can =>
  allowed ? { allowed: true } : { allowed: false, why: why ?? t('Not available now.') };
