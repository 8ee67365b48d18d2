import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { designCss } from '@paydesk/design';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { LANGUAGES } from './languages.ts';
import { renderPage } from './page/renderPage.ts';

const root = join(import.meta.dirname, '..');
const kilobytes = (content: string) => gzipSync(content).length / 1000;

test('all files together stay under 60 kB, and those of one visitor under 21 kB', async () => {
  const { output } = (await build({
    root,
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const sizes = new Map(
    output.map((file) => [file.fileName, kilobytes(file.type === 'chunk' ? file.code : String(file.source))]),
  );
  const stylesheet = output.find((file) => file.fileName.endsWith('.css'));
  if (stylesheet?.type !== 'asset') throw new Error('the build has no stylesheet');
  // The stylesheet is part of the page.
  sizes.delete(stylesheet.fileName);
  const page = kilobytes(longestPage(withTokens(String(stylesheet.source))));
  const all = [...sizes.values()].reduce((sum, size) => sum + size, page);
  expect(all).toBeLessThan(60);
  for (const language of LANGUAGES) {
    const own = [...sizes].filter(([name]) => name.startsWith('main-') || name.startsWith(`${language}-`));
    expect(own).toHaveLength(2);
    expect(own.reduce((sum, [, size]) => sum + size, page)).toBeLessThan(21);
  }
});

/** As the desk sends it, with a brand colour. */
const withTokens = (stylesheet: string) => designCss('#c2185b', { isChosen: false, stylesheet }) + stylesheet;

/** A coin with a memo and a long payment link, in the language with the most bytes. */
function longestPage(stylesheet: string): string {
  const address = 'GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN';
  return renderPage(
    {
      language: 'ar',
      path: `/pay/${'a'.repeat(32)}`,
      view: {
        state: 'waiting',
        reference: 'PAY_20261123120000_0a1b2c3d',
        amountUsd: '100.00',
        coin: 'XLM',
        network: 'Stellar',
        payAmount: '100.5',
        address,
        extraId: { name: 'Memo', value: '4711' },
        link: `web+stellar:pay?destination=${address}&amount=100.5&memo=4711&memo_type=MEMO_TEXT`,
        expiresAt: '2026-11-30T12:00:00.000Z',
        seenAmount: null,
        confirmations: 0,
        creditedUsd: '0.00',
        overpaid: false,
        missing: null,
        review: [],
        transaction: null,
        isWatched: true,
        simulated: true,
        merchant: { name: 'Shop', url: 'https://shop.example.com' },
      },
    },
    {
      stylesheet,
      scripts: { main: '/m.js', preload: [] },
      logo: null,
      now: new Date(),
    },
  );
}
