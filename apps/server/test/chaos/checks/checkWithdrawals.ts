import type { PolicyRules } from '@paydesk/types';
import type { Books } from './books.ts';
import { cents } from './cents.ts';

/** Each withdrawal is paid at most once, by as many people as it needs, and its fee is taken once. */
export function checkWithdrawals(
  { withdrawals, transactions, approvals }: Books,
  { allowSamePerson }: PolicyRules,
): string[] {
  return withdrawals.flatMap((withdrawal) => {
    const postings = transactions.filter(({ withdrawal_request_id: of }) => of === withdrawal.id);
    const paid = postings
      .filter(({ transaction_type: type }) => type === 'withdrawal')
      .map(({ amount_usd: amount }) => cents(amount));
    const fees = postings
      .filter(({ transaction_type: type }) => type === 'fee')
      .map(({ amount_usd: amount }) => cents(amount));
    const fee = cents(withdrawal.network_fee_usd) + cents(withdrawal.service_fee_usd);
    const right =
      withdrawal.status === 'completed'
        ? same(paid, [fee - cents(withdrawal.amount_usd)]) && same(fees, fee === 0n ? [] : [-fee])
        : postings.length === 0;
    const isRequester = (who: string) =>
      withdrawal.requested_by_kind === 'staff' && who === withdrawal.requested_by_id;
    const given = approvals.filter(
      ({ withdrawal_request_id: of, payload_hash: hash }) =>
        of === withdrawal.id && hash === withdrawal.payload_hash,
    );
    const people = new Set(
      given.map(({ staff_id: who }) => who).filter((who) => allowSamePerson || !isRequester(who)),
    );
    const signed =
      !['approved', 'processing', 'completed'].includes(withdrawal.status) ||
      people.size >= withdrawal.required_approvals;
    return [
      ...(right
        ? []
        : [
            `withdrawal ${withdrawal.id} (${withdrawal.status}, ${withdrawal.amount_usd}): paid ${paid.join(', ') || 'nothing'}, fees ${fees.join(', ') || 'none'}`,
          ]),
      ...(signed
        ? []
        : [
            `withdrawal ${withdrawal.id} is ${withdrawal.status} with ${people.size} of ${withdrawal.required_approvals} approvals`,
          ]),
    ];
  });
}

const same = (a: bigint[], b: bigint[]) =>
  a.length === b.length && a.every((amount, index) => amount === b[index]);
