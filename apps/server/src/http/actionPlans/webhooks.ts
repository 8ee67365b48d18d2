import {
  webhookEndpointCreateInput,
  webhookEndpointEnableInput,
  webhookEndpointReplayInput,
} from '@paydesk/types';
import type { Assessment } from '../../changeRequests/governedAction.ts';
import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';
import { WebhookEndpoint } from '../../models/WebhookEndpoint.ts';
import { createEndpoint } from '../../webhooks/createEndpoint.ts';
import { withoutQuery } from '../../webhooks/delivery/requireSafeUrl.ts';
import { enableEndpoint } from '../../webhooks/enableEndpoint.ts';
import { replayEvents } from '../../webhooks/replayEvents.ts';
import { actionPlan, newFact } from './facts.ts';

/** Sending past events to a receiver that did not get them: one person could hand out all that customers ever did. */
export const webhookPlans = {
  'webhookEndpoints.create': actionPlan({
    input: webhookEndpointCreateInput,
    permission: 'webhookEndpoints.manage',
    async assess(ctx, _actor, { url, after }) {
      const head = await ctx.knex('event_head').first<{ sequence: string }>('sequence');
      return past({ url, after, from: Number(head.sequence) });
    },
    apply: async (ctx, maker, input) => result((await createEndpoint(ctx, maker, input)).endpoint),
  }),
  'webhookEndpoints.enable': actionPlan({
    input: webhookEndpointEnableInput,
    permission: 'webhookEndpoints.manage',
    async assess(ctx, _actor, { id, after = 'now' }) {
      const { url, urlAfter } = await findEndpoint(ctx, id);
      return past({ id, url, after, from: Number(urlAfter) });
    },
    apply: async (ctx, maker, input) => result(await enableEndpoint(ctx, maker, input)),
  }),
  'webhookEndpoints.replay': actionPlan({
    input: webhookEndpointReplayInput,
    permission: 'webhookEndpoints.manage',
    async assess(ctx, _actor, { id, after }) {
      const { url, urlAfter } = await findEndpoint(ctx, id);
      return past({ id, url, after, from: Number(urlAfter) });
    },
    apply: async (ctx, maker, input) => result(await replayEvents(ctx, maker, input)),
  }),
};

interface Sending {
  /** Unset: a new endpoint. */
  id?: string;
  url: string;
  after: number | 'now';
  /** Events up to this sequence are from before the endpoint had its URL. */
  from: number;
}

function past({ id, url, after, from }: Sending): Assessment {
  const isPast = after !== 'now' && after < from;
  return {
    needs: isPast ? 'person' : 'alone',
    summary: `Send events from before this URL was set, after sequence ${after}, to ${withoutQuery(url)}`,
    facts: [newFact('URL', withoutQuery(url)), newFact('Events', `after sequence ${after}`)],
    ...(id !== undefined && { subject: { kind: 'webhookEndpoint', id } }),
  };
}

async function findEndpoint(ctx: AppContext, id: string): Promise<WebhookEndpoint> {
  const endpoint = await WebhookEndpoint.query(ctx.knex).findById(id);
  if (endpoint === undefined) throw new DomainError('NOT_FOUND', 'no such webhook endpoint');
  return endpoint;
}

const result = ({ id }: WebhookEndpoint) => ({ kind: 'webhookEndpoint', id });
