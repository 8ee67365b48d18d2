import {
  webhookDeliveryExplainInput,
  webhookDeliveryExplainOutput,
  webhookDeliveryListInput,
  webhookDeliveryOutput,
  webhookDeliveryResendInput,
} from '@paydesk/types';
import { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { explainVerification } from './explainVerification.ts';
import { listDeliveries } from './listDeliveries.ts';
import { deliveryDetails, presentDelivery } from './presentDelivery.ts';
import { resendDelivery } from './resendDelivery.ts';

const deliveries = defineResource({
  name: 'webhook delivery',
  permission: 'webhookDeliveries.read',
  listInput: webhookDeliveryListInput,
  output: webhookDeliveryOutput,
  list: async ({ app }, input) => await listDeliveries(app, input),
  query: (knex) => WebhookDelivery.query(knex),
  userColumn: null,
  present: (_scope, rows) => rows.map(presentDelivery),
  details: async ({ app }, row) => await deliveryDetails(app, row),
});

/** The list, for exports. */
export const webhookDeliveryListing = deliveries.listing;

/** What was sent to the endpoints, and what they answered. */
export const webhookDeliveriesRouter = router({
  ...deliveries.procedures,
  resend: deliveries.command(
    'webhookDeliveries.resend',
    webhookDeliveryResendInput,
    async ({ app, actor }, input) => await resendDelivery(app, actor, input),
  ),
  // A mutation, because a body does not fit into the address of a query.
  explain: permitted('webhookDeliveries.read')
    .input(webhookDeliveryExplainInput)
    .output(webhookDeliveryExplainOutput)
    .mutation(async ({ ctx, input }) => ({ findings: await explainVerification(ctx.app, input) })),
});
