import { idempotencyKeyFor, isPaydeskError, verifyWebhook, WebhookVerificationError } from '@paydesk/client';
import { fastify } from 'fastify';
import { accountPage, messagePage, signInPage } from './pages.js';
import { messageFor } from './messages.js';

/**
 * @typedef {object} Parts
 * @property {import('@paydesk/client').PaydeskClient} paydesk
 * @property {string} deskUrl for the customer's browser
 * @property {string[]} webhookSecrets
 * @property {import('./store.js').Store} store
 */

/** @typedef {{ id: string, name: string }} Customer */

/**
 * The shop: its customers top up a balance in the desk and pay their orders with it.
 * @param {Parts} parts
 */
export function createShop({ paydesk, deskUrl, webhookSecrets, store }) {
  const shop = fastify({ logger: { level: process.env.LOG_LEVEL ?? 'info' } });

  shop.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  shop.get('/', async (request, reply) => {
    const customer = store.customerOfSession(sessionOf(request));
    if (!customer) return reply.type('text/html').send(signInPage());
    // Sent together, in one request.
    const [balances, transactions, currencies] = await Promise.all([
      paydesk.balances.list.query({ filter: { userExternalId: customer.id } }),
      paydesk.transactions.list.query({
        filter: { userExternalId: customer.id },
        sort: { field: 'createdAt', order: 'DESC' },
        perPage: 10,
      }),
      paydesk.currencies.list.query({ filter: { isActive: true } }),
    ]);
    const page = accountPage({
      customer,
      balance: balances.data[0]?.balanceDisplay ?? '$0.00 USD',
      transactions: transactions.data,
      currencies: currencies.data,
      orders: store.ordersOf(customer.id),
      topUps: store.topUpsOf(customer.id),
    });
    return reply.type('text/html').send(page);
  });

  // A real shop asks for a password.
  shop.post('/sign-in', async (request, reply) => {
    const customer = store.customerNamed(field(request, 'name'));
    // The desk knows customers by the shop's ids. A repeated call changes nothing.
    await paydesk.users.upsert.mutate({ externalId: customer.id, username: customer.name });
    const session = store.startSession(customer.id);
    // SameSite: forms of other sites come without the cookie.
    return reply
      .header('set-cookie', `session=${session}; HttpOnly; SameSite=Lax; Path=/`)
      .redirect('/', 303);
  });

  shop.post('/top-up', async (request, reply) => {
    const customer = signedIn(request);
    // Made with the form: when it is sent twice, the desk answers with the same payment.
    const topUpId = field(request, 'topUpId');
    const payment = await paydesk.payments.create.mutate({
      userExternalId: customer.id,
      amountUsd: field(request, 'amountUsd'),
      currencyCode: field(request, 'currencyCode'),
      description: 'Top-up',
      orderId: topUpId,
      idempotencyKey: idempotencyKeyFor('top-up', customer.id, topUpId),
    });
    // After a crash here no one has seen where to pay; the form sent again goes on.
    store.addTopUp({ id: topUpId, customerId: customer.id, amountUsd: payment.amountUsd });
    return reply.redirect(payment.paymentUrl ?? '/', 303);
  });

  shop.post('/orders', async (request, reply) => {
    const customer = signedIn(request);
    if (!store.addOrder(customer.id, field(request, 'item')))
      throw new HttpError(404, 'We do not sell that.');
    return reply.redirect('/', 303);
  });

  shop.post('/orders/:id/pay', async (request, reply) => {
    const order = orderOf(request);
    if (order.status === 'open') {
      // The key is the order's: two clicks, or a click after a crash, charge once.
      const charge = await paydesk.transactions.charge.mutate({
        userExternalId: order.customerId,
        amountUsd: order.priceUsd,
        description: order.item,
        orderId: order.id,
        idempotencyKey: idempotencyKeyFor('charge', order.id),
      });
      store.markPaid(order.id, charge.id);
    }
    return reply.redirect('/', 303);
  });

  shop.post('/orders/:id/refund', async (request, reply) => {
    const order = orderOf(request);
    if (order.status === 'paid' && order.chargeId !== null) {
      await paydesk.transactions.refund.mutate({
        chargeId: order.chargeId,
        description: `Refund: ${order.item}`,
        orderId: order.id,
        idempotencyKey: idempotencyKeyFor('refund', order.id),
      });
      store.markRefunded(order.id);
    }
    return reply.redirect('/', 303);
  });

  // For the script of the page, which asks the desk itself. The token opens this customer's balance, for 15 minutes.
  shop.get('/paydesk-token', async (request, reply) => {
    const customer = signedIn(request);
    const { token, expiresAt } = await paydesk.users.token.mutate({
      userExternalId: customer.id,
      ttlSeconds: 900,
      scopes: ['balances.read'],
    });
    return reply.header('cache-control', 'no-store').send({ url: deskUrl, token, expiresAt });
  });

  void shop.register(async (webhooks) => {
    // The signature is over the bytes as they came: here nothing may parse them.
    webhooks.removeAllContentTypeParsers();
    webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    webhooks.post('/paydesk-webhook', async (request, reply) => {
      const body = /** @type {Buffer} */ (request.body);
      const event = await verifyWebhook({ body, headers: request.headers, secrets: webhookSecrets });
      if (event.type === 'payment.credited') {
        const payment = event.data ?? (await paydesk.payments.get.query({ id: event.resourceId }));
        // The event's id is stored in the transaction of what it does, so that a second delivery does nothing. What
        // takes longer than that belongs into a queue: the desk waits ten seconds, then it sends the event again.
        const { userExternalId } = event;
        store.once(event.id, () =>
          store.markArrived({
            id: payment.orderId,
            customerId: userExternalId,
            creditedUsd: payment.creditedAmountUsd,
          }),
        );
      }
      return reply.code(204).send();
    });
  });

  shop.setErrorHandler((error, request, reply) => {
    if (error instanceof WebhookVerificationError) {
      request.log.warn({ check: error.check }, error.message);
      return reply.code(400).send({ error: error.check });
    }
    const { status, text } = error instanceof HttpError ? error : messageFor(error);
    if (status >= 500)
      request.log.error({ err: error, deskRequest: isPaydeskError(error) ? error.requestId : undefined });
    return reply.code(status).type('text/html').send(messagePage(text));
  });

  /** @param {import('fastify').FastifyRequest} request */
  function signedIn(request) {
    const customer = store.customerOfSession(sessionOf(request));
    if (!customer) throw new HttpError(401, 'Sign in first.');
    return customer;
  }

  /** @param {import('fastify').FastifyRequest} request */
  function orderOf(request) {
    const { id } = /** @type {{ id: string }} */ (request.params);
    const order = store.orderOf(signedIn(request).id, id);
    if (!order) throw new HttpError(404, 'You have no such order.');
    return order;
  }

  return shop;
}

class HttpError extends Error {
  /** @param {number} status @param {string} text */
  constructor(status, text) {
    super(text);
    this.status = status;
    this.text = text;
  }
}

/** @param {import('fastify').FastifyRequest} request */
function sessionOf(request) {
  return /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

/** @param {import('fastify').FastifyRequest} request @param {string} name */
function field(request, name) {
  const value = /** @type {Record<string, string> | undefined} */ (request.body)?.[name]?.trim();
  if (!value) throw new HttpError(400, `${name} is missing.`);
  return value;
}
