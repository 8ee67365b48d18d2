import { Rejection, startFakeDesk } from './fakeDesk.ts';
import { securityOverview } from './rows.ts';

const NONE = { data: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };

/** A desk that answers what a withdrawal's page asks for beside its review, which is each test's own. */
export function startWithdrawalDesk() {
  const desk = startFakeDesk();
  desk.answer('transactions.list', () => NONE);
  desk.answer('audit.list', () => NONE);
  desk.answer('withdrawals.payoutState', () => ({ stop: null }));
  desk.answer('withdrawals.quote', () => {
    throw new Rejection('PROVIDER_UNAVAILABLE');
  });
  // The policy requires no second factor of this person: step-up has tests of its own.
  desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
  return desk;
}
