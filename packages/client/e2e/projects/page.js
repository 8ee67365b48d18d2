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
