import { expect, test } from 'vitest';
import { markTexts, translateCode } from '../../scripts/markTexts.ts';

const GERMAN: Record<string, string | Record<string, string>> = {
  'Say "hi"': 'Sag "hallo"',
  '{count} rows': { one: '{count} Zeile', other: '{count} Zeilen' },
};
const german = (source: string) =>
  translateCode('a.js', markTexts('a.ts', source), {
    find: (text) => GERMAN[text],
    rename: (name) => (name === './b.js' ? '../b.js' : undefined),
  });

test('a text is replaced by its translation, and a string that only looks like it is not', () => {
  expect(german(`const a = t('Say "hi"'), b = 'Say "hi"';`)).toBe(
    `const a = t("Sag \\"hallo\\""), b = 'Say "hi"';`,
  );
});

test('plural forms are replaced all together', () => {
  expect(german(`plural(n, { one: '{count} row', other: '{count} rows' }, { n })`)).toBe(
    `plural(n, {"one":"{count} Zeile","other":"{count} Zeilen"}, { n })`,
  );
});

test('a text without a translation stays English', () => {
  expect(german(`t('No such text'); plural(n, { one: 'a day', other: 'days' })`)).toBe(
    `t("No such text"); plural(n, { one: 'a day', other: "days" })`,
  );
});

test('files of the language are named in imports', () => {
  expect(german(`import './b.js'; import('./b.js'); import './c.js';`)).toBe(
    `import "../b.js"; import("../b.js"); import './c.js';`,
  );
});

test('minified code is read as well', () => {
  expect(german('let e=a(t(`Say "hi"`))')).toBe('let e=a(t("Sag \\"hallo\\""))');
});

test('a marked text that is part of another string is refused', () => {
  expect(() => german("const x = `${t('Say')}`; const y = '<p>@text:Say</p>';")).toThrow(
    'not a string by itself',
  );
});
