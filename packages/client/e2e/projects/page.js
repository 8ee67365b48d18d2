// Runs in a browser, at another origin than the desk's.
import { createPaydeskClient, verifyWebhook } from '@paydesk/client';

globalThis.callDesk = async (url, token) => {
  const desk = createPaydeskClient({ url, userToken: () => Promise.resolve(token), retries: 0 });
  const results = {};
  results.all = [];
  for await (const payment of desk.payments.iterate()) results.all.push(payment.id);
  results.created = (
    await desk.payments.create.mutate({ userId: 'u', amountUsd: '5.00', currencyCode: 'BTC' })
  ).id;
  const failure = await desk.transactions.charge.mutate({}).catch((error) => error);
  results.refused = [failure.reason, /^req-\d+$/.test(failure.requestId)];
  for await (const event of desk.events.follow({ after: '1' })) {
    results.event = event.type;
    break;
  }
  results.webhook = await verifyWebhook({ body: '', headers: {}, secrets: [] }).catch((error) => error.check);
  return results;
};

globalThis.callForbiddenDesk = async (url) => {
  const desk = createPaydeskClient({ url, userToken: 'ut_x', retries: 0 });
  return await desk.payments.list.query({}).catch((error) => error.reason);
};

// A real desk: what a page can do with a user token, and which of the answers' headers it can read.
globalThis.readDesk = async (url, token) => {
  const headers = {};
  const reading = async (input, init) => {
    const response = await fetch(input, init);
    for (const [name, value] of response.headers) headers[name] = value;
    return response;
  };
  const desk = createPaydeskClient({ url, userToken: () => token, fetch: reading, retries: 0 });
  const { userId, balanceUsd } = (await desk.balances.list.query({})).data[0];
  const failure = await desk.transactions.charge
    .mutate({ userId, amountUsd: '1.00' })
    .catch((error) => error);
  return { userId, balanceUsd, refused: failure.reason, requestId: failure.requestId, headers };
};

globalThis.followDesk = (url, token) => {
  const asked = [];
  const listening = (input, init) => {
    asked.push(new URL(input).pathname);
    return fetch(input, init);
  };
  const desk = createPaydeskClient({ url, userToken: token, fetch: listening });
  globalThis.asked = asked;
  globalThis.nextEvent = (async () => {
    for await (const event of desk.events.follow({ after: 'now' }))
      return { type: event.type, amountUsd: event.data.amountUsd, asked };
  })();
};

globalThis.verify = async (request) =>
  await verifyWebhook(request).then(
    (event) => event.type,
    (error) => error.check,
  );
