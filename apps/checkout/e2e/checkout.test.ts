import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityProblems, openPage, picture } from './support/browser.ts';
import { openDesk } from './support/desk.ts';

const desk = await openDesk();
const own = new URL(desk.url).host;

const headline = async (page: Page, text: string) =>
  await page.getByRole('heading', { level: 1, name: text }).waitFor();

test('a payment that is paid while the page is open goes from waiting to complete by itself', async () => {
  const payment = await desk.create('USDTTRC20');
  const { page, problems, hosts } = await openPage(desk.url + payment.path);
  await headline(page, 'Waiting for your payment');
  expect(await page.title()).toMatch(/^Waiting · 100\.00 USD/);
  expect(await page.locator('#address').textContent()).toBe(payment.payAddress);
  expect(await page.locator('#amount').textContent()).toBe(payment.payAmount);
  expect(await page.getByText('Send only USDT on TRON (TRC20)').isVisible()).toBe(true);
  expect(await page.locator('.countdown').textContent()).toMatch(/^6 days, 23 hours left$/);
  await picture(page, 'waiting');
  await desk.deposit(payment, 'full');
  await headline(page, 'We see your payment');
  await picture(page, 'seen');
  await headline(page, 'Payment complete');
  expect(await page.title()).toMatch(/^Paid · /);
  expect(await page.locator('#status').textContent()).toContain('100.00 USD have been credited');
  expect(await page.locator('#address').count()).toBe(0);
  expect(await page.locator('#announce').textContent()).toBe('Payment complete');
  expect(await page.getByRole('link', { name: 'Back to Example Shop' }).getAttribute('href')).toBe(
    'https://shop.example.com/basket',
  );
  const explorer = page.getByRole('link', { name: 'See it on the network' });
  await explorer.waitFor({ timeout: 40_000 });
  expect(await explorer.getAttribute('href')).toMatch(
    /^https:\/\/tronscan\.org\/#\/transaction\/[0-9a-f]{64}$/,
  );
  await picture(page, 'credited');
  expect(problems).toEqual([]);
  expect([...hosts]).toEqual([own]);
});

test('a partial payment requests exactly the missing amount, and the top-up waits for a review', async () => {
  const payment = await desk.create('USDTTRC20');
  const { page, problems, hosts } = await openPage(desk.url + payment.path);
  await desk.deposit(payment, '60');
  await headline(page, 'Part of the amount is missing');
  expect(await page.locator('#amount').textContent()).toBe('40');
  expect(await page.getByText('counts as a new deposit').isVisible()).toBe(true);
  expect(await page.locator('svg.qr').isVisible()).toBe(true);
  await picture(page, 'partial');
  await desk.deposit(payment, '40');
  await page.getByText('The missing amount has arrived').waitFor();
  expect(await page.locator('.review').textContent()).toMatch(/40 USDT\s*being checked/);
  expect(await page.locator('#amount').count()).toBe(0);
  await picture(page, 'topped-up');
  expect(problems).toEqual([]);
  expect([...hosts]).toEqual([own]);
});

test('a coin with a tag shows neither address nor code before the payer has confirmed to enter it', async () => {
  const payment = await desk.create('XRP');
  const { page, problems } = await openPage(desk.url + payment.path);
  await page.getByRole('heading', { name: 'Destination tag needed' }).waitFor();
  expect(await page.locator('#address').isVisible()).toBe(false);
  expect(await page.locator('svg.qr').first().isVisible()).toBe(false);
  await picture(page, 'memo-gate');
  await page.getByRole('checkbox', { name: /I will enter the Destination tag/ }).press('Space');
  await page.locator('#address').waitFor({ state: 'visible' });
  expect(await page.locator('#extra-id').textContent()).toBe(payment.payinExtraId);
  await picture(page, 'memo-open');
  expect(problems).toEqual([]);
});

test('the copied text is exactly the shown text, and copying is announced', async () => {
  const payment = await desk.create('BTC');
  const { page } = await openPage(desk.url + payment.path, { permissions: ['clipboard-write'] });
  // The page may write to the clipboard but not read it, so the written text and the browser's result are
  // recorded.
  await page.evaluate(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    const noting = async (text: string) => {
      await write(text);
      document.body.dataset['copied'] = text;
    };
    Object.defineProperty(navigator.clipboard, 'writeText', { value: noting });
  });
  const copied = async () => await page.evaluate(() => document.body.dataset['copied']);
  await page.getByRole('button', { name: 'Copy address' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await copied()).toBe(payment.payAddress);
  expect(await page.locator('#announce').textContent()).toBe('Copy address: Copied');
  await page.getByRole('button', { name: 'Copy amount' }).click();
  await expect.poll(copied).toBe(payment.payAmount);
});

test('where the clipboard API is denied, as over plain http, the text is copied with execCommand', async () => {
  const payment = await desk.create('BTC');
  const { page } = await openPage(desk.url + payment.path);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.evaluate(() =>
    document.addEventListener('copy', () => (document.body.dataset.copied = String(getSelection()))),
  );
  await page.getByRole('button', { name: 'Copy address' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => document.body.dataset.copied)).toBe(payment.payAddress);
});

test('a payment link comes with a code of the bare address for wallets that cannot read it', async () => {
  const payment = await desk.create('BTC');
  const { page } = await openPage(desk.url + payment.path);
  expect(await page.getByRole('link', { name: 'Open in wallet' }).getAttribute('href')).toBe(
    `bitcoin:${payment.payAddress}?amount=${payment.payAmount}`,
  );
  expect(await page.getByRole('img', { name: 'QR code to pay with a wallet' }).isVisible()).toBe(true);
  await page.locator('label', { hasText: 'Address only' }).click();
  expect(await page.getByRole('img', { name: 'QR code of the address alone' }).isVisible()).toBe(true);
  expect(await page.getByRole('img', { name: 'QR code to pay with a wallet' }).isVisible()).toBe(false);
});

test('"I have paid" checks at once and shows the result', async () => {
  const payment = await desk.create('SOL');
  const { page, problems } = await openPage(desk.url + payment.path);
  await page.getByRole('button', { name: 'I have paid' }).click();
  await page.getByText('Nothing new yet').waitFor();
  await picture(page, 'asked');
  expect(problems).toEqual([]);
});

test('without JavaScript the page is complete, and the form still checks', async () => {
  const payment = await desk.create('XRP');
  const { page, hosts } = await openPage(desk.url + payment.path, { javaScriptEnabled: false });
  const words = await page.locator('body').innerText();
  for (const text of [
    payment.payAddress,
    payment.payAmount,
    String(payment.payinExtraId),
    'Destination tag needed',
    'What happens next',
    'This page reloads by itself',
    payment.internalPaymentId,
  ]) {
    expect(words).toContain(text);
  }
  expect(words.indexOf('Destination tag needed')).toBeLessThan(words.indexOf(payment.payAddress));
  expect(await page.locator('svg.qr').isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
  await picture(page, 'scriptless');
  await page.getByRole('button', { name: 'I have paid' }).click();
  await page.getByText('Nothing new yet').waitFor();
  await desk.deposit(payment, 'full');
  // Only by the page's own reload.
  await page.locator('h1:has-text("Payment complete")').waitFor({ timeout: 50_000 });
  expect([...hosts]).toEqual([own]);
});

test.each([320, 390])('at %d pixels nothing overflows horizontally', async (width) => {
  const payment = await desk.create('USDTERC20', '12345.67');
  for (const language of ['en', 'de', 'ar']) {
    const { page } = await openPage(`${desk.url}${payment.path}?lang=${language}`, {
      viewport: { width, height: 740 },
      isMobile: true,
      hasTouch: true,
    });
    await page.locator('.countdown:not(:empty)').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await picture(page, `phone-${width}-${language}`);
  }
});

test.each(['light', 'dark'] as const)(
  'axe-core finds nothing in the %s theme, in any state',
  async (colorScheme) => {
    const [waiting, partial, tagged, cancelled] = [
      await desk.create('BTC'),
      await desk.create('USDTTRC20'),
      await desk.create('XRP'),
      await desk.create('ETH'),
    ];
    await desk.deposit(partial, '60');
    await desk.cancel(cancelled);
    const { page, problems } = await openPage(desk.url + partial.path, { colorScheme });
    await headline(page, 'Part of the amount is missing');
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `partial-${colorScheme}`);
    for (const [name, payment] of Object.entries({ waiting, tagged, cancelled })) {
      await page.goto(desk.url + payment.path);
      await page.locator('h1').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, `${name}-${colorScheme}`);
    }
    await page.getByRole('link', { name: 'العربية' }).click();
    await headline(page, 'أُلغي طلب الدفع هذا');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(`${desk.url}/pay/${'A'.repeat(32)}`);
    await headline(page, 'There is no such payment');
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `not-found-${colorScheme}`);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  },
);

test('the page works with the keyboard alone', async () => {
  const payment = await desk.create('XRP');
  const { page } = await openPage(`${desk.url}${payment.path}`);
  await page.locator('.countdown:not(:empty)').waitFor();
  const reached: string[] = [];
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  for (let press = 0; press < 8; press += 1) {
    reached.push(
      await page.evaluate(
        () => document.activeElement?.textContent?.trim() || (document.activeElement?.id ?? ''),
      ),
    );
    await page.keyboard.press('Tab');
  }
  expect(reached).toEqual(
    expect.arrayContaining([
      'accept',
      'Copy amount',
      'Copy address',
      'Copy Destination tag',
      'I have paid',
      'Back to Example Shop',
    ]),
  );
  expect(reached.indexOf('accept')).toBeLessThan(reached.indexOf('Copy address'));
});

test('a change of the missing amount keeps focus and the ticked box', async () => {
  const payment = await desk.create('XRP');
  const { page } = await openPage(desk.url + payment.path);
  await desk.deposit(payment, '20');
  await headline(page, 'Part of the amount is missing');
  await page.getByRole('checkbox').check();
  const before = await page.locator('#amount').textContent();
  await page.getByRole('button', { name: 'Copy address' }).focus();
  await desk.deposit(payment, '5');
  await expect
    .poll(async () => await page.locator('#amount').textContent(), { timeout: 20_000 })
    .not.toBe(before);
  expect(await page.locator('#address').isVisible()).toBe(true);
  await expect.poll(async () => await page.evaluate(() => document.activeElement?.id)).toBe('copy-address');
});

test('where event streams are refused the page polls every few seconds', async () => {
  const payment = await desk.create('USDTTRC20');
  const { page } = await openPage('about:blank');
  await page.route('**/events', async (route) => await route.fulfill({ status: 503, body: '' }));
  await page.goto(desk.url + payment.path);
  await desk.deposit(payment, 'full');
  await headline(page, 'Payment complete');
});

test('a lost connection is shown, and the page catches up when the desk is back', async () => {
  const payment = await desk.create('USDTTRC20');
  const { page } = await openPage(desk.url + payment.path);
  await page.locator('.countdown:not(:empty)').waitFor();
  await desk.stopServer();
  await page.getByText('The connection is lost').waitFor();
  await picture(page, 'connection-lost');
  await desk.deposit(payment, 'full');
  await desk.startServer();
  await page.locator('#connection').waitFor({ state: 'hidden' });
  await page.locator('h1:has-text("Payment complete")').waitFor({ timeout: 40_000 });
});

test('a failed or refunded payment shows what to do', async () => {
  for (const [status, text] of [
    ['failed', 'could not be processed'],
    ['refunded', 'sent back'],
  ] as const) {
    const payment = await desk.create('USDTTRC20');
    await desk.report(payment, status);
    const { page } = await openPage(desk.url + payment.path);
    await page.locator(`h1:has-text("${text}")`).waitFor();
    expect(await page.locator('#status').textContent()).toContain(
      'contact Example Shop'.replace(/^c/, status === 'failed' ? 'C' : 'c'),
    );
    expect(await page.locator('#details').textContent()).toContain(payment.internalPaymentId);
    await picture(page, status);
  }
});

test('an expired payment is shown as expired, and late money is still credited', async () => {
  const payment = await desk.create('USDTTRC20');
  const { page, problems } = await openPage(desk.url + payment.path);
  await desk.advance(7 * 24 * 3600 + 60);
  await headline(page, 'This payment request has expired');
  expect(await page.getByText('Late money still counts').isVisible()).toBe(true);
  expect(await page.locator('svg.qr').count()).toBe(0);
  await picture(page, 'expired');
  await desk.deposit(payment, 'full');
  await page.locator('h1:has-text("Payment complete")').waitFor({ timeout: 40_000 });
  expect(problems).toEqual([]);
});
