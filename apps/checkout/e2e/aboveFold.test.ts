import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { CheckoutView } from '../src/checkoutView.ts';
import { LANGUAGES } from '../src/languages.ts';
import { accessibilityProblems, isPictured, picture } from './support/browser.ts';
import { openStaticPage } from './support/staticPage.ts';

const MONERO =
  '4AdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2684Rge';
const STELLAR = 'GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN';

const waiting: CheckoutView = {
  state: 'waiting',
  reference: 'PAY_20261123120000_0a1b2c3d',
  amountUsd: '12345.67',
  coin: 'XMR',
  network: 'Monero',
  payAmount: '77.160437500001',
  address: MONERO,
  extraId: null,
  link: `monero:${MONERO}?tx_amount=77.160437500001`,
  expiresAt: new Date(Date.now() + 1_234_000).toISOString(),
  seenAmount: null,
  confirmations: 0,
  creditedUsd: '0.00',
  overpaid: false,
  missing: null,
  review: [],
  transaction: null,
  isWatched: true,
  simulated: true,
  merchant: { name: 'Example Shop of Many Words', url: 'https://shop.example.com' },
};
const withMemo: CheckoutView = {
  ...waiting,
  coin: 'XRP',
  network: 'XRP Ledger (XRP)',
  payAmount: '5263.157895',
  address: STELLAR,
  extraId: { name: 'Destination tag', value: '2084119337' },
  link: `ripple:${STELLAR}?amount=5263.157895&dt=2084119337`,
};

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Of elements that are not whole on the first screen, with their places. */
async function notInView(page: Page, selectors: readonly string[]): Promise<string[]> {
  const outside: string[] = [];
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  for (const selector of selectors) {
    const box = await page.locator(selector).boundingBox();
    if (
      box === null ||
      box.height < 8 ||
      box.x < 0 ||
      box.y < 0 ||
      box.x + box.width > screen.width ||
      box.y + box.height > screen.height
    )
      outside.push(`${selector} ${JSON.stringify(box)}`);
  }
  return outside;
}

const NEEDED = [
  '#status h1',
  '.countdown',
  '.qr:visible',
  '#amount',
  '#copy-amount',
  '#address',
  '#copy-address',
];

describe.each(SIZES)('at $width × $height', (viewport) => {
  test.each(LANGUAGES)('code, amount, address and time are on the first screen in %s', async (language) => {
    const phone = viewport.width < 500 ? { isMobile: true, hasTouch: true } : {};
    for (const colorScheme of ['light', 'dark'] as const) {
      const options = { viewport, colorScheme, ...phone };
      const page = await openStaticPage({ view: waiting, language, logo: true }, options);
      await page.locator('.countdown:not(:empty)').waitFor();
      await picture(page, `fold-${viewport.width}-${language}-${colorScheme}`);
      expect(await notInView(page, [...NEEDED, '.open'])).toEqual([]);
      // Modules of less than two pixels cannot be scanned.
      const { width = 0 } = (await page.locator('.qr:visible').boundingBox()) ?? {};
      const modules = await page
        .locator('.qr:visible')
        .evaluate((svg: SVGSVGElement) => svg.viewBox.baseVal.width);
      expect(width / modules).toBeGreaterThan(2);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);

      const tagged = await openStaticPage({ view: withMemo, language, logo: true }, options);
      await tagged.locator('#accept').check();
      await picture(tagged, `fold-memo-${viewport.width}-${language}-${colorScheme}`);
      expect(await notInView(tagged, [...NEEDED, '#extra-id', '#copy-extra-id'])).toEqual([]);
    }
  });
});

test.each(['light', 'dark'] as const)(
  'axe-core finds nothing on a phone in the %s theme, with a brand',
  async (colorScheme) => {
    for (const language of ['en', 'ar'] as const) {
      const page = await openStaticPage(
        { view: withMemo, language, logo: true, color: '#ffd500' },
        { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme },
      );
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.locator('#accept').check();
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, `brand-${language}-${colorScheme}`);
    }
  },
);

const others: Record<string, Partial<CheckoutView>> = {
  preparing: { state: 'preparing', address: null, payAmount: null, link: null, expiresAt: null },
  seen: { state: 'seen', seenAmount: '77.160437500001', confirmations: 3 },
  credited: {
    state: 'credited',
    creditedUsd: '12345.67',
    transaction: { hash: 'ab'.repeat(32), link: 'https://example.com/t' },
  },
  partial: {
    state: 'partial',
    seenAmount: '40',
    creditedUsd: '6400.00',
    missing: { amount: '37.160437500001', amountUsd: '5945.67', link: waiting.link, belowMinimumUsd: null },
  },
  expired: { state: 'expired' },
  failed: { state: 'failed' },
  refunded: { state: 'refunded' },
};

/** In short runs the widest script on the narrowest screen; with pictures, all that somebody should look at. */
const looks = isPictured
  ? SIZES.flatMap((viewport) =>
      (['en', 'de', 'ar'] as const).flatMap((language) =>
        (['light', 'dark'] as const).map((colorScheme) => ({ viewport, language, colorScheme })),
      ),
    )
  : [{ viewport: { width: 320, height: 844 }, language: 'ar' as const, colorScheme: 'dark' as const }];

test.each(Object.entries(others))(
  'a payment that is %s fits the width, and axe-core finds nothing',
  async (name, changes) => {
    for (const { viewport, language, colorScheme } of looks) {
      const view = { ...waiting, ...changes };
      const page = await openStaticPage({ view, language, logo: true }, { viewport, colorScheme });
      await picture(page, `state-${name}-${viewport.width}-${language}-${colorScheme}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.close();
    }
  },
  120_000,
);
