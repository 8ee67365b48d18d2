import { chooseLanguage, renderNoticePage, renderPage, TEXTS, type Language } from '@paydesk/checkout';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limitAttempts, retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import { checkoutHub } from '../checkout/checkoutHub.ts';
import { findCheckout, isCheckoutToken, type CheckoutFacts } from '../checkout/findCheckouts.ts';
import { noteWatched } from '../checkout/noteWatched.ts';
import { presentCheckout } from '../checkout/presentCheckout.ts';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { callerNetwork } from '../base/networkAddress.ts';
import type { AppContext } from '../context/appContext.ts';
import { refreshPayment } from '../payments/refreshPayment.ts';
import { checkoutEvents } from './checkoutEvents.ts';
import { CHECKOUT_ASSETS_PATH, readCheckoutFiles, type CheckoutFiles } from './checkoutFiles.ts';
import { cameFromOwnPage } from './ownPage.ts';
import { sendShort } from './sendShort.ts';

/** Requests a minute, on all servers together. A page that has to poll makes twelve. */
const LIMITS = {
  'checkout-address': 120,
  'checkout-link': 300,
  'checkout-check-link': 6,
  'checkout-check-address': 20,
};

interface Asked {
  Params: { token: string };
  Querystring: { lang?: unknown; asked?: unknown };
}

/**
 * The payer's page and what it lives on. Whoever has the link may see the payment and ask the provider about
 * it, nothing else; a link that does not exist and one that was mistyped get the same answer.
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
    // The form of "I have paid" has no fields; its body is not looked at.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 1024 },
      (_request, _body, parsed) => parsed(null, null),
    );
    scope.addHook('onRequest', async (request, reply) => {
      dress(reply, ctx, files);
      if (await isOneTooMany(ctx, request as FastifyRequest<Asked>))
        return await refuse(request, reply, files, 429);
      return undefined;
    });
    scope.setErrorHandler(async (error, request, reply) => {
      if ((error as { statusCode?: number }).statusCode === 429)
        return await refuse(request, reply, files, 429);
      ctx.log.error({ err: error }, 'the checkout page failed');
      return await refuse(request, reply, files, 503);
    });

    scope.get<Asked>('/pay/:token', async (request, reply) => {
      const facts = await look(ctx, request);
      if (facts === null) return await refuse(request, reply, files, 404);
      return await sendShort(
        request,
        reply.type('text/html; charset=utf-8'),
        pageOf(ctx, files, facts, languageOf(request), request.query.asked),
      );
    });
    scope.get<Asked>('/pay/:token/status', async (request, reply) => {
      const facts = await look(ctx, request);
      return facts === null ? await refuse(request, reply, files, 404) : presentCheckout(facts, ctx.settings);
    });
    scope.get<Asked>('/pay/:token/events', async (request, reply) => {
      const facts = await look(ctx, request);
      if (facts === null) return await refuse(request, reply, files, 404);
      const stream = checkoutEvents(hub, facts.checkoutToken, request.ip);
      if (stream === null)
        return await reply.code(503).header('retry-after', '60').send({ reason: 'RATE_LIMITED' });
      request.raw.once('close', () => stream.destroy());
      // nginx would hold events back until its buffer is full.
      return await reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(stream);
    });
    scope.post<Asked>('/pay/:token/check', async (request, reply) => {
      if (!cameFromOwnPage(request, ctx.settings.publicUrl))
        return await reply.code(403).send({ reason: 'PERMISSION_DENIED' });
      const facts = await look(ctx, request);
      if (facts === null) return await refuse(request, reply, files, 404);
      const asked = await askProvider(ctx, facts);
      if (wantsJson(request))
        return asked === 'ok'
          ? presentCheckout((await findCheckout(ctx, facts.checkoutToken)) ?? facts, ctx.settings)
          : await reply.code(503).send({ reason: 'PROVIDER_UNAVAILABLE' });
      return await reply.redirect(
        `/pay/${facts.checkoutToken}?lang=${languageOf(request)}&asked=${asked}`,
        303,
      );
    });
    done();
  });
}

/** The names carry a hash of the content, so a browser may keep them for ever. */
function serveScripts(app: FastifyInstance, files: CheckoutFiles): void {
  app.get<{ Params: { file: string } }>(`${CHECKOUT_ASSETS_PATH}:file`, async (request, reply) => {
    const script = files.scripts.get(request.params.file);
    if (script === undefined) return await reply.code(404).send({ reason: 'NOT_FOUND' });
    void reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable');
    return await sendShort(request, reply, script);
  });
}

/** True when this request is one too many, for its address or for its link, on all servers together. */
async function isOneTooMany(ctx: AppContext, request: FastifyRequest<Asked>): Promise<boolean> {
  const { token } = request.params;
  const address = callerNetwork(request.ip);
  const isLink = isCheckoutToken(token);
  // A link is as good as a key: what is counted under it must not give it away.
  const link = isLink ? sha256Hex(token).slice(0, 32) : '';
  const asked: [bucket: keyof typeof LIMITS, key: string][] = [['checkout-address', address]];
  if (isLink) asked.push(['checkout-link', link]);
  if (isLink && request.method === 'POST')
    asked.push(['checkout-check-address', address], ['checkout-check-link', link]);
  const verdicts = await Promise.allSettled(
    asked.map(
      async ([bucket, key]) =>
        await limitAttempts(ctx.knex, bucket, key, { max: LIMITS[bucket], windowSeconds: 60 }),
    ),
  );
  const refused = verdicts.filter((verdict) => verdict.status === 'rejected');
  for (const { reason } of refused) if (retryAfterSecondsOf(reason) === null) throw reason;
  return refused.length > 0;
}

/** Finds the payment of a link; looking makes the desk ask about it more often. */
async function look(ctx: AppContext, request: FastifyRequest<Asked>): Promise<CheckoutFacts | null> {
  const facts = await findCheckout(ctx, request.params.token);
  if (facts !== null) await noteWatched(ctx, [facts.checkoutToken]);
  return facts;
}

async function askProvider(ctx: AppContext, facts: CheckoutFacts): Promise<'ok' | 'unavailable'> {
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
  asked: unknown,
): string {
  const view = presentCheckout(facts, ctx.settings);
  const isNews = ['credited', 'seen', 'confirmed'].includes(view.state);
  const notice =
    asked === 'unavailable'
      ? TEXTS[language].checkUnavailable
      : asked === 'ok' && !isNews
        ? TEXTS[language].checkedNothing
        : undefined;
  return renderPage(
    { view, language, path: `/pay/${facts.checkoutToken}` },
    {
      stylesheet: files.stylesheet,
      scripts: files.scriptsFor(language),
      now: ctx.clock.now(),
      ...(notice !== undefined && { notice }),
    },
  );
}

/** Headers of everything under `/pay/`: nothing is kept, found by search engines, or told to other sites. */
function dress(reply: FastifyReply, ctx: AppContext, files: CheckoutFiles): void {
  const { frameAncestors } = ctx.settings.checkout;
  // The older header knows no list of pages; browsers that know the directive follow it alone.
  if (frameAncestors !== "'none'") void reply.removeHeader('x-frame-options');
  void reply.headers({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    vary: 'accept-language, accept-encoding',
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src ${files.stylesheetHash}; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors}`,
  });
}

const NOTICES = {
  404: ['notFound', 'NOT_FOUND'],
  429: ['tooMany', 'RATE_LIMITED'],
  503: ['unavailable', 'INTERNAL'],
} as const;

/** An answer without a payment: a page for people, a reason for the script. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  files: CheckoutFiles,
  code: keyof typeof NOTICES,
): Promise<FastifyReply> {
  const [notice, reason] = NOTICES[code];
  void reply.code(code);
  if (code !== 404) void reply.header('retry-after', '60');
  if (wantsJson(request)) return await reply.send({ reason });
  return await reply
    .type('text/html; charset=utf-8')
    .send(renderNoticePage(notice, languageOf(request), files.stylesheet));
}

const languageOf = (request: FastifyRequest): Language =>
  chooseLanguage((request.query as Asked['Querystring']).lang, request.headers['accept-language']);

const wantsJson = (request: FastifyRequest): boolean =>
  /\/(status|events)(\?|$)/.test(request.url) || (request.headers.accept ?? '').includes('application/json');
