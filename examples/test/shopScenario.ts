import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser, type Answer } from '../support/browser.ts';
import { signedEvent } from '../support/signedEvent.ts';
import type { Desk } from '../support/startDesk.ts';
import type { StartedShop } from '../support/startShop.ts';
import { startUnreliableProxy, type UnreliableProxy } from '../support/unreliableProxy.ts';

const CHARGES = /\/(transactions\.charge|charges)/;

/** What every shop does. Each test goes on where the one before has ended. */
export function shopScenario(
  runningDesk: () => Desk,
  start: (deskUrl: string) => Promise<StartedShop>,
  more?: (shop: () => StartedShop) => void,
): void {
  let desk: Desk;
  let proxy: UnreliableProxy;
  let shop: StartedShop;
  let ada: Browser;
  let topUpId: string;
  let orderPath: string;

  beforeAll(async () => {
    desk = runningDesk();
    proxy = await startUnreliableProxy(desk.url);
    shop = await start(proxy.url);
    ada = new Browser(shop.url);
    await ada.submit('/sign-in', { name: 'Ada <Okafor>' });
  });
  afterAll(async () => {
    await shop.stop();
    proxy.close();
  });

  /** Redirected to at once, or linked on the shop's own page of the payment. */
  const checkoutFrom = async ({ status, location, text }: Answer): Promise<string> => {
    expect([302, 303], text).toContain(status);
    if (location === null || location.startsWith('http')) return location ?? '';
    return /href="(http[^"]*\/pay\/[^"]*)"/.exec((await ada.open(location)).text)?.[1] ?? '';
  };
  const balance = async () => /\$[\d.]+ USD/.exec((await ada.open('/')).text)?.[0];
  const order = async (item: string) => {
    await ada.submit('/orders', { item });
    return /action="(\/orders\/[\w-]+)\/pay"/.exec((await ada.open('/')).text)?.[1] ?? '';
  };

  test('names are shown as text, never as HTML', async () => {
    const { text } = await ada.open('/');
    expect(text).toMatch(/Ada &[\w#]+;Okafor&[\w#]+;/);
    expect(text).not.toContain('<Okafor>');
  });

  test('an amount that is too small, or none at all, is answered in words and creates no payment', async () => {
    const small = await ada.submit('/top-up', { amountUsd: '1.00', currencyCode: 'BTC' });
    expect(small).toMatchObject({ status: 422, text: expect.stringMatching(/top up at least [\d.]+ USD/) });
    const none = await ada.submit('/top-up', { amountUsd: '5,00', currencyCode: 'BTC' });
    expect(none).toMatchObject({ status: 422, text: expect.stringContaining('an amount such as 25.00') });
    const payments = await desk.staff.read<{ data: object[] }>('payments.list', {
      filter: { currencyCode: 'BTC' },
    });
    expect(payments.data).toEqual([]);
  });

  test('a top-up leads to the checkout page, and the same form sent twice is one payment', async () => {
    const form = await ada.form('/top-up');
    topUpId = form.hidden['topUpId'] ?? '';
    const fields = { amountUsd: '40.00', currencyCode: 'USDTTRC20' };
    const [first, second] = await Promise.all([ada.send(form, fields), ada.send(form, fields)]);
    const checkout = await checkoutFrom(first);
    expect(checkout.startsWith(`${desk.url}/pay/`)).toBe(true);
    expect(await checkoutFrom(second)).toBe(checkout);
    expect(await (await fetch(checkout)).text()).toContain('<html');
    const changed = await ada.send(form, { ...fields, amountUsd: '41.00' });
    expect(changed).toMatchObject({ status: 409, text: expect.stringContaining('sent this form before') });
  });

  test('an order that the balance does not cover is answered in words, and waits', async () => {
    orderPath = await order('Pro plan');
    const refused = await ada.submit(`${orderPath}/pay`);
    expect(refused).toMatchObject({ status: 402, text: expect.stringContaining('You have 0.00 USD') });
    expect((await ada.open('/')).text).toContain(`${orderPath}/pay`);
  });

  test('the payer pays, the webhook arrives, and the balance is there', async () => {
    await desk.pay(topUpId);
    await expect
      .poll(async () => (await ada.open('/')).text, { timeout: 30_000 })
      .toContain('40.00 USD arrived');
    expect(await balance()).toBe('$40.00 USD');
  });

  test('two clicks charge once, although the first answer of the desk is lost', async () => {
    const form = await ada.form(`${orderPath}/pay`);
    const before = proxy.keysOf(CHARGES).length;
    proxy.loseNextAnswer(CHARGES);
    const clicks = await Promise.all([ada.send(form), ada.send(form)]);
    expect(clicks.map(({ location }) => location)).toEqual(['/', '/']);
    expect(proxy.lost()).toBe(1);
    const keys = proxy.keysOf(CHARGES).slice(before);
    expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).not.toBe('');
    await ada.send(form);
    expect(await balance()).toBe('$15.00 USD');
    expect((await ada.open('/')).text).not.toContain(`${orderPath}/pay`);
  });

  test('a refund is paid back once', async () => {
    const form = await ada.form(`${orderPath}/refund`);
    const clicks = await Promise.all([ada.send(form), ada.send(form)]);
    expect(clicks.map(({ location }) => location)).toEqual(['/', '/']);
    await ada.send(form);
    expect(await balance()).toBe('$40.00 USD');
  });

  test('another customer sees neither the order nor the balance', async () => {
    const ben = new Browser(shop.url);
    expect((await ben.open('/paydesk-token')).status).toBe(401);
    await ben.submit('/sign-in', { name: 'Ben' });
    expect((await ben.open('/')).text).toContain('$0.00 USD');
    const hidden = (await ben.form('/top-up')).hidden;
    for (const action of ['pay', 'refund'])
      expect((await ben.send({ action: `${orderPath}/${action}`, hidden })).status).toBe(404);
  });

  test('the token of the page opens the balance of its customer alone, from the origin of the shop', async () => {
    const { token } = JSON.parse((await ada.open('/paydesk-token')).text) as { token: string };
    const headers = { authorization: `Bearer ${token}`, origin: shop.url };
    const answer = await fetch(`${desk.url}/api/v1/balances`, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe(shop.url);
    const { data } = (await answer.json()) as { data: { balanceDisplay: string }[] };
    expect(data.map(({ balanceDisplay }) => balanceDisplay)).toEqual(['$40.00 USD']);
    expect((await fetch(`${desk.url}/api/v1/payments`, { headers })).status).toBe(403);
  });

  const credited = (creditedAmountUsd: string) => ({
    type: 'payment.credited',
    resourceType: 'payment',
    userExternalId: null,
    data: { orderId: topUpId, creditedAmountUsd },
  });
  const deliver = async ({ headers, body }: { headers: Record<string, string>; body: string }) =>
    (await fetch(`${shop.url}/paydesk-webhook`, { method: 'POST', headers, body })).status;
  const shown = async () =>
    /Top-up of 40.00 USD:[^<]*/
      .exec((await ada.open('/')).text)?.[0]
      .replaceAll(/\s+/g, ' ')
      .trim();

  test('a webhook that is forged, changed, old or unsigned is refused', async () => {
    const { secret } = shop;
    const event = await genuineEvent();
    const genuine = signedEvent({ secret, event });
    const other = `whsec_${Buffer.from('another secret of 32 bytes ......').toString('base64')}`;
    const refused = [
      signedEvent({ secret: other, event }),
      { ...genuine, body: genuine.body.replace('40.00', '99.00') },
      { ...genuine, headers: { ...genuine.headers, 'webhook-id': 'another' } },
      { ...genuine, headers: { ...genuine.headers, 'webhook-signature': 'v1,AAAA' } },
      { ...genuine, headers: { ...genuine.headers, 'webhook-signature': '' } },
      { ...genuine, headers: { ...genuine.headers, 'webhook-timestamp': 'now' } },
      signedEvent({ secret, event, ageSeconds: 301 }),
      signedEvent({ secret, event, ageSeconds: -330 }),
      { ...genuine, headers: { 'content-type': 'application/json' } },
    ];
    for (const request of refused) expect(await deliver(request)).toBe(400);
    expect(await shown()).toBe('Top-up of 40.00 USD: 40.00 USD arrived');
  });

  test('an event takes effect once, with any of several signatures', async () => {
    const { secret } = shop;
    const event = await genuineEvent('41.00');
    const request = signedEvent({ secret, event });
    const other = `whsec_${Buffer.from('another secret of 32 bytes ......').toString('base64')}`;
    const old = signedEvent({ secret: other, event }).headers['webhook-signature'];
    const headers = {
      ...request.headers,
      'webhook-signature': `${old} ${request.headers['webhook-signature']}`,
    };
    expect(await deliver({ ...request, headers })).toBe(204);
    expect(await shown()).toBe('Top-up of 40.00 USD: 41.00 USD arrived');
    const repeated = { ...event, data: { ...credited('42.00').data } };
    const id = request.headers['webhook-id'] ?? '';
    expect(await deliver(signedEvent({ secret, event: repeated, id }))).toBe(204);
    expect(await shown()).toBe('Top-up of 40.00 USD: 41.00 USD arrived');
    expect(await deliver(signedEvent({ secret, event: { type: 'of a later version', data: null } }))).toBe(
      204,
    );
  });

  test('an event of another customer does not touch this top-up', async () => {
    const event = { ...(await genuineEvent('43.00')), userExternalId: 'customer-of-another' };
    expect(await deliver(signedEvent({ secret: shop.secret, event }))).toBe(204);
    expect(await shown()).toBe('Top-up of 40.00 USD: 41.00 USD arrived');
  });

  more?.(() => shop);

  /** As the desk would write it, with this amount. */
  async function genuineEvent(creditedAmountUsd = '40.00') {
    const { data } = await desk.staff.read<{ data: { id: string; userId: string }[] }>('payments.list', {
      filter: { orderId: topUpId },
    });
    const userId = data[0]?.userId ?? '';
    const { externalId } = await desk.staff.read<{ externalId: string }>('users.get', { id: userId });
    return { ...credited(creditedAmountUsd), resourceId: data[0]?.id, userId, userExternalId: externalId };
  }
}
