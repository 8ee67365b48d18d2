import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { designCss } from '@paydesk/design';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { CheckoutView } from '../../src/checkoutView.ts';
import type { Language } from '../../src/languages.ts';
import { renderPage } from '../../src/page/renderPage.ts';
import { openPage } from './browser.ts';

const dist = join(import.meta.dirname, '../../dist');
const manifest = () =>
  JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, { file: string }>;
const fileOf = (source: string) => manifest()[source]?.file ?? '';

/** A square with a word, as wide as logos get. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><rect width="40" height="40" rx="9" fill="#c2185b"/><path d="M12 27V13h8a5 5 0 0 1 0 10h-8" stroke="#fff" stroke-width="4" fill="none"/><rect x="50" y="14" width="110" height="12" rx="6" fill="#c2185b"/></svg>';

interface Shown {
  view: CheckoutView;
  language: Language;
  color?: string | null;
  logo?: boolean;
}

/**
 * The built page with any payment, also one that no simulator makes, without a desk: its script runs, its requests
 * for news fail.
 */
export async function openStaticPage(
  { view, language, color = null, logo = false }: Shown,
  options: BrowserContextOptions,
): Promise<Page> {
  const { page } = await openPage('about:blank', options);
  const stylesheet = readFileSync(join(dist, fileOf('src/page.css')), 'utf8');
  const html = renderPage(
    { view, language, path: '/pay/t' },
    {
      stylesheet: designCss(color, { isChosen: false, stylesheet }) + stylesheet,
      scripts: { main: `/pay-assets/${fileOf('src/client/main.ts')}`, preload: [] },
      logo: logo ? '/brand/logo.svg' : null,
      now: new Date(),
    },
  );
  await page.route('http://checkout.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/pay/t') return await route.fulfill({ contentType: 'text/html', body: html });
    if (pathname.startsWith('/pay-assets/'))
      return await route.fulfill({ path: join(dist, pathname.slice('/pay-assets/'.length)) });
    if (pathname === '/brand/logo.svg')
      return await route.fulfill({ contentType: 'image/svg+xml', body: LOGO });
    return await route.fulfill({ status: 503, body: '' });
  });
  await page.goto('http://checkout.test/pay/t');
  return page;
}
