import type { ActionPlans } from '../../changeRequests/governedAction.ts';
import { apiKeyPlans } from './apiKeys.ts';
import { balancePlans } from './balances.ts';
import { currencyPlans } from './currencies.ts';
import { payoutPlans } from './payouts.ts';
import { policyPlans } from './policies.ts';
import { staffPlans } from './staff.ts';
import { userPlans } from './users.ts';
import { webhookPlans } from './webhooks.ts';
import { withdrawalPlans } from './withdrawals.ts';

/** For each action that may wait for another person: when it waits, what it shows, and how it is applied. */
export const actionPlans: ActionPlans = {
  ...balancePlans,
  ...policyPlans,
  ...currencyPlans,
  ...apiKeyPlans,
  ...staffPlans,
  ...payoutPlans,
  ...withdrawalPlans,
  ...userPlans,
  ...webhookPlans,
};
