import { expect, it } from 'vitest';
import { browserName } from './browserName.ts';

it('says browser and system', () => {
  expect(
    browserName('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0'),
  ).toBe('Firefox on Windows');
  expect(
    browserName(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
    ),
  ).toBe('Chrome on Linux');
  expect(
    browserName(
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36 Edg/153.0',
    ),
  ).toBe('Edge on Windows');
  expect(
    browserName(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    ),
  ).toBe('Safari on iOS');
});

it('shows the unknown as it came, cut short', () => {
  expect(browserName('curl/8.14')).toBe('curl/8.14');
  expect(browserName('x'.repeat(300))).toBe(`${'x'.repeat(39)}…`);
  expect(browserName(null)).toBe('Unknown browser');
});
