import { expect, test } from 'vitest';
import { LANGUAGES } from '../languages.ts';
import { REPLY_TEXTS, type ReplyKey, replyLanguage, writeReply } from './index.ts';

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => String(match[1]))
    .toSorted()
    .join(' ');
const keys = Object.keys(REPLY_TEXTS.en).filter(
  (key) => key !== 'hello' && key !== 'reference',
) as ReplyKey[];
const others = LANGUAGES.filter((language) => language !== 'en');
const FULL = {
  sums: { sum: '0.0024 BTC', asked: '50.00 USD', seen: '0.001 BTC' },
  times: { at: '2026-11-28T09:45:00.000Z', until: '2026-11-28T10:45:00.000Z' },
  hash: '0xabc',
  reference: 'PAY_20261128094500_0a1b2c3d',
};

test.each(others)('%s has the keys and placeholders of English, each with a text of its own', (language) => {
  const english = REPLY_TEXTS.en as Record<string, string>;
  const texts = REPLY_TEXTS[language] as Record<string, string>;
  expect(Object.keys(texts)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(english)) {
    expect(`${key}: ${placeholders(texts[key] ?? '')}`).toBe(`${key}: ${placeholders(text)}`);
    expect(texts[key]).not.toBe(text);
  }
});

test.each(LANGUAGES)('in %s every reply is complete, with amounts, and times with their zone', (language) => {
  for (const key of keys) {
    const text = writeReply({ key, ...FULL }, language);
    expect(text).not.toMatch(/[{}]|undefined|null/);
    expect(text).toContain(FULL.reference);
    const template = REPLY_TEXTS[language][key];
    for (const [name, sum] of Object.entries(FULL.sums))
      expect(text.includes(sum)).toBe(template.includes(`{${name}}`));
    if (template.includes('{at}')) expect(text).toMatch(/2026.*(45|09).*(UTC|GMT|غرينتش|التوقيت العالمي)/s);
  }
});

test('no reply has a word that only the desk uses', () => {
  const words = /suspense|ledger|provider|nowpayments|staff|policy|payout|posting|webhook/i;
  expect(
    Object.values(REPLY_TEXTS)
      .flatMap((texts) => Object.values(texts))
      .filter((text) => words.test(text)),
  ).toEqual([]);
});

test('an amount in Arabic keeps its order', () => {
  expect(writeReply({ key: 'seen', ...FULL }, 'ar')).toContain('\u20660.0024 BTC\u2069');
  expect(writeReply({ key: 'seen', ...FULL }, 'en')).toBe(
    `Hello,\n\nwe can see your 0.0024 BTC. The network is confirming the transfer now, and it is credited automatically after that. There is nothing you need to do.\n\nReference: ${FULL.reference}`,
  );
});

test('a reply without a value that it names is an error, not a gap', () => {
  expect(() => writeReply({ key: 'seen', sums: {}, times: {}, reference: null }, 'en')).toThrow('sum');
});

test.each([
  ['de', 'de'],
  ['de-CH', 'de'],
  ['PT_br', 'pt'],
  ['it', 'en'],
  ['', 'en'],
  [null, 'en'],
  ['constructor', 'en'],
])('the language of %j is %s', (tag, language) => {
  expect(replyLanguage(tag)).toBe(language);
});
