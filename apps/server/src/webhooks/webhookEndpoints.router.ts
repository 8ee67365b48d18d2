import {
  webhookDeliveryOutput,
  webhookEndpointCreateInput,
  webhookEndpointEnableInput,
  webhookEndpointIdInput,
  webhookEndpointListInput,
  webhookEndpointOutput,
  webhookEndpointReplayInput,
  webhookEndpointRotateInput,
  webhookEndpointSecretOutput,
  webhookEndpointTestInput,
  webhookEndpointUpdateInput,
  webhookEndpointUpdateOutput,
} from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import type { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { createEndpoint } from './createEndpoint.ts';
import { disableEndpoint } from './disableEndpoint.ts';
import { enableEndpoint } from './enableEndpoint.ts';
import { endpointsWithSecrets, listEndpoints } from './listEndpoints.ts';
import { presentDelivery } from './presentDelivery.ts';
import { presentEndpoint } from './presentEndpoint.ts';
import { replayEvents } from './replayEvents.ts';
import { endOldSecret, rotateSecret } from './rotateSecret.ts';
import { sendTest } from './sendTest.ts';
import { updateEndpoint } from './updateEndpoint.ts';

const MANAGE = 'webhookEndpoints.manage';

const endpoints = defineResource({
  name: 'webhook endpoint',
  permission: 'webhookEndpoints.read',
  listInput: webhookEndpointListInput,
  output: webhookEndpointOutput,
  list: async ({ app }, input) => await listEndpoints(app, input),
  query: endpointsWithSecrets,
  userColumn: null,
  present: (_scope, rows) => rows.map(presentEndpoint),
});

/** The list, for exports. */
export const webhookEndpointListing = endpoints.listing;

const withSecrets = async ({ knex }: AppContext, { id }: WebhookEndpoint) =>
  await endpointsWithSecrets(knex).findById(id).throwIfNotFound();

/** Where events are sent to. Only staff manage endpoints: an API key must not be able to send the desk's events elsewhere. */
export const webhookEndpointsRouter = router({
  ...endpoints.procedures,
  create: permitted(MANAGE)
    .input(webhookEndpointCreateInput)
    .output(webhookEndpointSecretOutput)
    .mutation(async ({ ctx, input }) => {
      const { endpoint, secret } = await createEndpoint(ctx.app, ctx.actor, input);
      return { ...presentEndpoint(endpoint), secret };
    }),
  update: permitted(MANAGE)
    .input(webhookEndpointUpdateInput)
    .output(webhookEndpointUpdateOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => {
      const { endpoint, secret } = await updateEndpoint(app, actor, input);
      return { ...presentEndpoint(await withSecrets(app, endpoint)), secret };
    }),
  disable: endpoints.command(
    MANAGE,
    webhookEndpointIdInput,
    async ({ app, actor }, input) => await withSecrets(app, await disableEndpoint(app, actor, input)),
  ),
  enable: endpoints.command(
    MANAGE,
    webhookEndpointEnableInput,
    async ({ app, actor }, input) => await withSecrets(app, await enableEndpoint(app, actor, input)),
  ),
  rotateSecret: permitted(MANAGE)
    .input(webhookEndpointRotateInput)
    .output(webhookEndpointSecretOutput)
    .mutation(async ({ ctx, input }) => {
      const { endpoint, secret } = await rotateSecret(ctx.app, ctx.actor, input);
      return { ...presentEndpoint(endpoint), secret };
    }),
  endOldSecret: endpoints.command(
    MANAGE,
    webhookEndpointIdInput,
    async ({ app, actor }, input) => await endOldSecret(app, actor, input),
  ),
  replay: endpoints.command(
    MANAGE,
    webhookEndpointReplayInput,
    async ({ app, actor }, input) => await withSecrets(app, await replayEvents(app, actor, input)),
  ),
  sendTest: permitted('webhookDeliveries.resend')
    .input(webhookEndpointTestInput)
    .output(webhookDeliveryOutput)
    .mutation(async ({ ctx, input }) => presentDelivery(await sendTest(ctx.app, ctx.actor, input))),
});
