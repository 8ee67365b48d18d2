import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import type { Desk } from '../support/startDesk.ts';
import type { StartedShop } from '../support/startShop.ts';

/** What the guide's views have become, beside what every shop does. */
export function djangoScenario(runningDesk: () => Desk, runningShop: () => StartedShop): void {
  let desk: Desk;
  let url: string;
  let cyd: Browser;
  let dan: Browser;
  let paymentPage: string;
  let topUpId: string;

  beforeAll(async () => {
    desk = runningDesk();
    url = runningShop().url;
    [cyd, dan] = [new Browser(url), new Browser(url)];
    await cyd.submit('/sign-in', { name: 'Cyd' });
    await dan.submit('/sign-in', { name: 'Dan' });
  });

  const json = async <Result>(browser: Browser, path: string) =>
    JSON.parse((await browser.open(path)).text) as Result;

  test('create_deposit leads to payment_detail, which shows amount and address', async () => {
    const form = await cyd.form('/top-up');
    topUpId = form.hidden['topUpId'] ?? '';
    const { location } = await cyd.send(form, { amountUsd: '60.00', currencyCode: 'USDTTRC20' });
    paymentPage = location ?? '';
    const { text } = await cyd.open(paymentPage);
    expect(text).toMatch(/Send 60(\.0+)? USDT \(TRC20\) to <code>T\w{33}<\/code>/);
    expect(text).toContain('$60.00 USD: pending');
  });

  test('payment_detail is not found for another user, and needs a login', async () => {
    expect((await dan.open(paymentPage)).status).toBe(404);
    expect((await new Browser(url).open(paymentPage)).status).toBe(302);
    expect((await cyd.open('/payments/01989d7e-2c5a-7c3e-9f4b-3a1d5e8c7b60')).status).toBe(404);
  });

  test('BalanceSerializer and PaymentViewSet answer with the names of the guide', async () => {
    await desk.pay(topUpId);
    const balance = () => json<Record<string, string>>(cyd, '/api/balance');
    await expect
      .poll(balance, { timeout: 30_000 })
      .toMatchObject({ balance_usd: '60.00', total_deposited: '60.00' });
    const { results } = await json<{ results: Record<string, string>[] }>(cyd, '/api/payments/');
    expect(results).toMatchObject([
      {
        amount_usd: '60.00',
        currency: 'USDTTRC20',
        currency_name: 'USDT (TRC20)',
        status: 'completed',
        status_display: 'Completed',
      },
    ]);
    expect(await json(cyd, `/api/payments/${results[0]?.['id']}/`)).toEqual(results[0]);
  });

  test('PaymentViewSet shows a user nothing of another', async () => {
    const id = paymentPage.split('/').at(-1);
    expect(await json(dan, '/api/payments/')).toEqual({ results: [], next: null });
    expect((await dan.open(`/api/payments/${id}/`)).status).toBe(404);
    expect((await new Browser(url).open('/api/payments/')).status).toBe(403);
  });

  test('a withdrawal is requested once, and its amount is held', async () => {
    const form = await cyd.form('/withdrawals');
    const fields = {
      amountUsd: '20.00',
      currencyCode: 'USDTTRC20',
      walletAddress: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
    };
    expect((await cyd.send(form, { ...fields, walletAddress: 'TVpTNMqP' })).status).toBe(422);
    for (const answer of [await cyd.send(form, fields), await cyd.send(form, fields)])
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('19.50 USD will be sent') });
    const { data } = await desk.staff.read<{ data: object[] }>('withdrawals.list', {
      filter: { orderId: form.hidden['withdrawalId'] },
    });
    expect(data).toMatchObject([{ status: 'pending', amountUsd: '20.00' }]);
    const tooMuch = await cyd.submit('/withdrawals', { ...fields, amountUsd: '50.00' });
    expect(tooMuch).toMatchObject({ status: 402, text: expect.stringContaining('Please top up first') });
  });
}
