import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrCode } from './qrCode.ts';

test('the drawn strokes are exactly the dark modules of the code', () => {
  const data = 'bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.00189';
  const svg = qrCode(data, 'code').text;
  const { size, data: modules } = encode(data, { ecc: 'M', border: 4 });
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  let [x, y] = [0, 0];
  for (const [, command, first, second] of (/stroke="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '').matchAll(
    /([Mmh])(\d+)(?: ([\d.]+))?/g,
  )) {
    if (command === 'M') [x, y] = [Number(first), Math.floor(Number(second))];
    else if (command === 'm') x += Number(first);
    else for (const end = x + Number(first); x < end; x += 1) (drawn[y] as boolean[])[x] = true;
  }
  expect(drawn).toEqual(modules);
});

test('the label is escaped', () => {
  expect(qrCode('x', '"><script>').text).toContain('aria-label="&quot;&gt;&lt;script&gt;"');
});
