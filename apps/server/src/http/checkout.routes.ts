import { chooseLanguage, renderNoticePage, renderPage, TEXTS, type Language } from '@paydesk/checkout';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limitAttempts, retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import { checkoutHub } from '../checkout/checkoutHub.ts';
import { findCheckout, isCheckoutToken, type CheckoutFacts } from '../checkout/findCheckouts.ts';
import { markWatched } from '../checkout/markWatched.ts';
import { presentCheckout } from '../checkout/presentCheckout.ts';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import type { AppContext } from '../context/appContext.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { refreshPayment } from '../payments/refreshPayment.ts';
import { checkoutEvents } from './checkoutEvents.ts';
import { type CheckoutFiles, readCheckoutFiles, serveScripts } from './checkoutFiles.ts';
import { cameFromOwnPage } from './requestChecks.ts';
import { sendError } from './sendError.ts';
import { sendFailure } from './uniformErrors.ts';

/** Quotas of requests per minute, for all servers together. A page that polls makes twelve. */
const QUOTAS = {
  'checkout-address': 120,
  'checkout-link': 300,
  'checkout-check-link': 6,
  'checkout-check-address': 20,
};

interface CheckoutRequest {
  Params: { token: string };
  Querystring: { lang?: unknown; asked?: unknown };
}

/**
 * The payer's page, its status, events and scripts. Anyone with the link can see the payment and have the
 * provider queried for it, nothing else. Unknown and mistyped links get the same answer.
 */
export async function checkoutRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  files: CheckoutFiles = readCheckoutFiles(),
): Promise<void> {
  if (files.scripts.size === 0)
    ctx.log.warn('the checkout page is not built: it is served without its script');
  serveScripts(app, files);
  const hub = checkoutHub(ctx);
  app.addHook('onClose', (_instance, done) => {
    hub.close();
    done();
  });
  await app.register((scope, _options, done) => {
    // The form “I have paid” has no fields; its body is ignored.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 1024 },
      (_request, _body, parsed) => parsed(null, null),
    );
    scope.addHook('onRequest', async (request, reply) => {
      setHeaders(reply, ctx, files);
      if (await isOverQuota(ctx, request as FastifyRequest<CheckoutRequest>))
        return await sendErrorPage(request, reply, files, 429);
      return undefined;
    });
    scope.setErrorHandler(async (error, request, reply) => {
      if (error instanceof DomainError && error.reason === 'RATE_LIMITED')
        return await sendErrorPage(request, reply, files, 429);
      const { statusCode = 500 } = error as { statusCode?: number };
      if (statusCode < 500) return await sendFailure(ctx, error, request, reply);
      if (databaseAway(error) === null)
        ctx.log.error({ err: error, requestId: request.id }, 'the checkout page failed');
      return await sendErrorPage(request, reply, files, 503);
    });

    scope.get<CheckoutRequest>('/pay/:token', async (request, reply) => {
      const facts = await loadCheckout(ctx, request);
      if (facts === null) return await sendErrorPage(request, reply, files, 404);
      return await reply
        .type('text/html; charset=utf-8')
        .send(pageOf(ctx, files, facts, languageOf(request), request.query.asked));
    });
    scope.get<CheckoutRequest>('/pay/:token/status', async (request, reply) => {
      const facts = await loadCheckout(ctx, request);
      return facts === null
        ? await sendErrorPage(request, reply, files, 404)
        : presentCheckout(facts, ctx.settings);
    });
    scope.get<CheckoutRequest>('/pay/:token/events', async (request, reply) => {
      const facts = await loadCheckout(ctx, request);
      if (facts === null) return await sendErrorPage(request, reply, files, 404);
      const stream = checkoutEvents(hub, {
        token: facts.checkoutToken,
        address: request.ip,
        stopping: ctx.stopping,
      });
      if (stream === null)
        return await sendError(reply.header('retry-after', '60'), { reason: 'RATE_LIMITED', status: 503 });
      request.raw.once('close', () => stream.destroy());
      // Without this nginx buffers the events.
      return await reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(stream);
    });
    scope.post<CheckoutRequest>('/pay/:token/check', async (request, reply) => {
      if (!cameFromOwnPage(request, ctx.settings.publicUrl))
        return await sendError(reply, { reason: 'PERMISSION_DENIED' });
      const facts = await loadCheckout(ctx, request);
      if (facts === null) return await sendErrorPage(request, reply, files, 404);
      const outcome = await queryProvider(ctx, facts);
      if (wantsJson(request))
        return outcome === 'ok'
          ? presentCheckout((await findCheckout(ctx, facts.checkoutToken)) ?? facts, ctx.settings)
          : await sendError(reply, { reason: 'PROVIDER_UNAVAILABLE', status: 503 });
      return await reply.redirect(
        `/pay/${facts.checkoutToken}?lang=${languageOf(request)}&asked=${outcome}`,
        303,
      );
    });
    done();
  });
}

/** Counts this request for its address and its link, on all servers together. True: it is over a quota. */
async function isOverQuota(ctx: AppContext, request: FastifyRequest<CheckoutRequest>): Promise<boolean> {
  const { token } = request.params;
  const address = callerNetwork(request.ip);
  const isLink = isCheckoutToken(token);
  // A link is a secret, so the key of its counter is a hash.
  const link = isLink ? sha256Hex(token).slice(0, 32) : '';
  const counted: [bucket: keyof typeof QUOTAS, key: string][] = [['checkout-address', address]];
  if (isLink) counted.push(['checkout-link', link]);
  if (isLink && request.method === 'POST')
    counted.push(['checkout-check-address', address], ['checkout-check-link', link]);
  const results = await Promise.allSettled(
    counted.map(
      async ([bucket, key]) =>
        await limitAttempts(ctx.knex, bucket, key, { max: QUOTAS[bucket], windowSeconds: 60 }),
    ),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  for (const { reason } of refused) if (retryAfterSecondsOf(reason) === null) throw reason;
  return refused.length > 0;
}

/** Loads the payment of a link, and marks it as watched, so that it is polled more often. */
async function loadCheckout(
  ctx: AppContext,
  request: FastifyRequest<CheckoutRequest>,
): Promise<CheckoutFacts | null> {
  const facts = await findCheckout(ctx, request.params.token);
  if (facts !== null) await markWatched(ctx, [facts.checkoutToken]);
  return facts;
}

async function queryProvider(ctx: AppContext, facts: CheckoutFacts): Promise<'ok' | 'unavailable'> {
  try {
    await refreshPayment(ctx, facts.paymentId);
    return 'ok';
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'PROVIDER_UNAVAILABLE') return 'unavailable';
    throw error;
  }
}

function pageOf(
  ctx: AppContext,
  files: CheckoutFiles,
  facts: CheckoutFacts,
  language: Language,
  outcome: unknown,
): string {
  const view = presentCheckout(facts, ctx.settings);
  const hasProgressed = ['credited', 'seen', 'confirmed'].includes(view.state);
  const notice =
    outcome === 'unavailable'
      ? TEXTS[language].checkUnavailable
      : outcome === 'ok' && !hasProgressed
        ? TEXTS[language].checkedNothing
        : undefined;
  return renderPage(
    { view, language, path: `/pay/${facts.checkoutToken}` },
    {
      stylesheet: files.stylesheet,
      scripts: files.scriptsFor(language),
      logo: files.logo,
      now: ctx.clock.now(),
      ...(notice !== undefined && { notice }),
    },
  );
}

/** Headers of everything under `/pay/`: not indexed, no referrer, restricted content. */
function setHeaders(reply: FastifyReply, ctx: AppContext, files: CheckoutFiles): void {
  const { frameAncestors } = ctx.settings.checkout;
  // The older header cannot list pages; browsers ignore it if they support the directive.
  if (frameAncestors !== "'none'") void reply.removeHeader('x-frame-options');
  void reply.headers({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    vary: 'accept-language',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src ${files.stylesheetHash}`,
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; '),
  });
}

const NOTICES = {
  404: ['notFound', 'NOT_FOUND'],
  429: ['tooMany', 'RATE_LIMITED'],
  503: ['unavailable', 'DATABASE_UNAVAILABLE'],
} as const;

/** Answers without a payment: a page for people, a reason for the script. */
async function sendErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  files: CheckoutFiles,
  code: keyof typeof NOTICES,
): Promise<FastifyReply> {
  const [notice, reason] = NOTICES[code];
  void reply.code(code);
  if (code !== 404) void reply.header('retry-after', '60');
  if (wantsJson(request)) return await sendError(reply, { reason });
  return await reply
    .type('text/html; charset=utf-8')
    .send(renderNoticePage(notice, languageOf(request), files));
}

const languageOf = (request: FastifyRequest): Language =>
  chooseLanguage((request.query as CheckoutRequest['Querystring']).lang, request.headers['accept-language']);

const wantsJson = (request: FastifyRequest): boolean =>
  /\/(status|events)(\?|$)/.test(request.url) || (request.headers.accept ?? '').includes('application/json');
