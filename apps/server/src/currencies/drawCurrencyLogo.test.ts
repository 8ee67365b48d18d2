import { COINS } from '@paydesk/simulator';
import { describe, expect, test } from 'vitest';
import { drawCurrencyLogo } from './drawCurrencyLogo.ts';

const draw = (token: string, network: string, isNative = false) =>
  drawCurrencyLogo({ token, network, isNative });

/** Relative luminance of `#rrggbb` or of `hsl(h 60% 30%)`, as WCAG defines it. */
function luminance(colour: string): number {
  const linear = (channel: number) =>
    channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  const [red = 0, green = 0, blue = 0] = rgb(colour).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgb(colour: string): number[] {
  if (colour.startsWith('#'))
    return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const hue = Number(/^hsl\((\d+) /.exec(colour)?.[1]);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 0.3 - 0.6 * 0.3 * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

describe('a currency’s logo', () => {
  test('is always the same, and differs by token and by network', () => {
    expect(draw('USDT', 'trx')).toBe(draw('USDT', 'trx'));
    expect(
      new Set([draw('USDT', 'trx'), draw('USDT', 'eth'), draw('USDC', 'trx'), draw('BTC', 'btc', true)]).size,
    ).toBe(4);
  });

  test('shows at most four letters of the token, and names it for screen readers', () => {
    expect(draw('MATICUSDCE', 'matic')).toContain('>MATI<');
    expect(draw('USDT', 'trx')).toContain('aria-label="USDT (TRC20)"');
    expect(draw('BTC', 'btc', true)).toContain('aria-label="BTC"');
  });

  test('escapes the name of a token', () => {
    const hostile = draw('<script>"&', '"><x');
    expect(hostile).not.toMatch(/<script|"><x/i);
    expect(hostile.match(/<\/?[a-z]+/g)?.every((tag) => /^<\/?(svg|title|circle|text)$/.test(tag))).toBe(
      true,
    );
  });

  test.each(COINS.map(({ ticker, network }) => [ticker, network]))(
    'of %s on %s fetches nothing and has letters that can be read',
    (ticker, network) => {
      const svg = draw(ticker, network);
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\/|url\(|href/);
      for (const [, colour] of svg.matchAll(/<circle[^>]*fill="([^"]+)"/g)) {
        if (colour !== undefined && colour !== '#fff')
          expect(1.05 / (luminance(colour) + 0.05), colour).toBeGreaterThan(4.5);
      }
    },
  );
});
