import { expect, test } from 'vitest';
import {
  accentOf,
  type Brand,
  contrast,
  designCss,
  isReadable,
  NO_BRAND,
  PALETTES,
  readBrand,
  type Scheme,
  SIGNALS,
  STATUS_COLORS,
  withBrand,
} from './index.ts';

const schemes: readonly Scheme[] = ['light', 'dark'];

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(contrast('#123456', '#123456')).toBe(1);
});

test.each(schemes)('text, outcomes and statuses of the %s theme are readable', (scheme) => {
  const { ground, paper, ink, quiet, bar, onBar } = PALETTES[scheme];
  for (const text of [ink, quiet, ...Object.values(SIGNALS[scheme])])
    for (const surface of [ground, paper]) expect(contrast(text, surface)).toBeGreaterThan(4.5);
  expect(contrast(onBar, bar)).toBeGreaterThan(4.5);
  for (const status of Object.values(STATUS_COLORS[scheme]))
    expect(contrast(status.ink, status.ground)).toBeGreaterThan(4.5);
});

test.each(schemes)('any brand colour is readable in the %s theme, and so is the text on it', (scheme) => {
  const steps = ['00', '33', '66', '99', 'cc', 'ff'];
  const colors = steps.flatMap((red) =>
    steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
  );
  for (const color of [...colors, null]) {
    const { accent, onAccent, tint } = accentOf(scheme, color);
    for (const surface of [PALETTES[scheme].ground, PALETTES[scheme].paper, tint, onAccent])
      expect(contrast(accent, surface), `${color} as ${accent} on ${surface}`).toBeGreaterThanOrEqual(4.5);
  }
});

test('a colour that is readable already stays as it is, another one keeps its hue', () => {
  expect(accentOf('light', '#7A1FA2').accent).toBe('#7a1fa2');
  expect(isReadable('light', '#ffd500')).toBe(false);
  const { accent } = accentOf('light', '#ffd500');
  expect(accent).toMatch(/^#[0-9a-f]{4}00$/);
});

test('custom properties hold the brand’s accent in both themes, once more for a chosen theme', () => {
  const css = designCss('#c2185b', { isChosen: false });
  expect(css).toContain('--accent:#c2185b;');
  expect(css).toContain(`--accent:${accentOf('dark', '#c2185b').accent};`);
  expect(css.match(/--accent:/g)).toHaveLength(2);
  expect(css).not.toContain('data-colors');
  expect(designCss(null, { isChosen: true }).match(/--accent:/g)).toHaveLength(3);
});

test('only the tokens that a stylesheet uses are in its custom properties', () => {
  const css = designCss(null, { isChosen: false, stylesheet: 'a{color:var(--accent)}' });
  expect(css.match(/--[a-z-]+/g)).toEqual(['--accent', '--accent']);
  expect(css.match(/[{;]color-scheme:/g)).toHaveLength(2);
});

test('a page holds its brand, escaped, and gives it back; a second brand replaces the first', () => {
  const brand: Brand = { name: 'Tom & "Jerry" <b>$&', color: '#c2185b', logo: '/brand/logo-1.png' };
  const page = withBrand(withBrand('<head><!--brand--><!--/brand--></head>', NO_BRAND), brand);
  expect(page.match(/<title>/g)).toHaveLength(1);
  expect(page).toContain('<title>Tom &amp; &quot;Jerry&quot; &lt;b&gt;$&amp;</title>');
  expect(page).not.toContain('<b>');
  const content = /name="brand" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const decoded = content
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  expect(readBrand(decoded)).toEqual(brand);
  expect(readBrand(undefined)).toEqual(NO_BRAND);
});
