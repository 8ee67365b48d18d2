import {
  changeRequestApproveInput,
  changeRequestCancelInput,
  changeRequestListInput,
  changeRequestOutput,
  changeRequestRejectInput,
} from '@paydesk/types';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import type { Context } from '../trpc/context.ts';
import { router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { approveChange, cancelChange, rejectChange } from './decideChange.ts';
import type { ActionPlans } from './governedAction.ts';
import { listChangeRequests, presentChangeRequests } from './listChangeRequests.ts';

const requests = defineResource({
  name: 'change request',
  permission: 'changeRequests.read',
  listInput: changeRequestListInput,
  output: changeRequestOutput,
  list: async ({ app, principal }, input) =>
    await listChangeRequests(app, principal.kind === 'staff' ? principal.id : null, input),
  query: (knex) => ChangeRequest.query(knex).withGraphFetched('approvals'),
  userColumn: null,
  present: async ({ app, principal }, rows) =>
    await presentChangeRequests(app, principal.kind === 'staff' ? principal : null, rows),
});

/** The list, for exports. */
export const changeRequestListing = requests.listing;

/** Actions that wait for another person. They are made by calling the action itself. */
export const changeRequestsRouter = router({
  ...requests.procedures,
  approve: requests.command('changeRequests.decide', changeRequestApproveInput, async (scope, input) => {
    await approveChange(scope.app, plansOf(scope), scope.actor, input);
    return await requests.find(scope, input.id);
  }),
  reject: requests.command('changeRequests.decide', changeRequestRejectInput, async (scope, input) => {
    await rejectChange(scope.app, scope.actor, input);
    return await requests.find(scope, input.id);
  }),
  cancel: requests.command('changeRequests.read', changeRequestCancelInput, async (scope, input) => {
    await cancelChange(scope.app, scope.actor, input);
    return await requests.find(scope, input.id);
  }),
});

const plansOf = ({ governance }: Pick<Context, 'governance'>) => (governance as { plans: ActionPlans }).plans;
