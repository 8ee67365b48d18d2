import { expect, test } from 'vitest';
import { isolate } from '../translate.ts';
import { createSentences, type Figures } from './createSentences.ts';

const GERMAN = {
  'The user is frozen.': 'Der Nutzer ist eingefroren.',
  'The policy stops it: {0:text}': 'Die Richtlinie stoppt sie: {0}',
  'All payouts are stopped (“{0}”): they have to be resumed first.':
    'Alle Auszahlungen sind gestoppt („{0}“): Sie müssen zuerst wieder aufgenommen werden.',
  '{0:usd} is in the band from {1:usd}.': '{0} liegt in der Stufe ab {1}.',
  'not before {0}': 'nicht vor {0}',
  'this one is {0:text}.': 'Status: {0}',
  '{0} is {1}': '{0} ist {1}',
  'This is a {0} address.': 'Das ist eine {0}-Adresse.',
  approved: 'genehmigt',
  'has {0:list}': 'hat {0}',
  '{0} open payments': '{0} offene Zahlungen',
  'starts with {0:or}': 'beginnt mit {0}',
};

const figures: Figures = {
  usd: (amount) => `$${amount}`,
  time: (at) => `<${at.slice(0, 10)}>`,
  locale: 'de',
  isolated: (text) => text,
};
const german = createSentences(GERMAN, figures);
const arabic = createSentences(GERMAN, { ...figures, isolated: isolate });

test.each([
  ['as a whole', 'The user is frozen.', 'Der Nutzer ist eingefroren.'],
  [
    'inside another one',
    'The policy stops it: The user is frozen.',
    'Die Richtlinie stoppt sie: Der Nutzer ist eingefroren.',
  ],
  [
    'with a word of the server in it, though a shorter template fits too',
    'this one is approved.',
    'Status: genehmigt',
  ],
  ['with “an” before a value', 'This is an Ethereum address.', 'Das ist eine Ethereum-Adresse.'],
  ['with a list', 'has 2 open payments, 3 apples', 'hat 2 offene Zahlungen und 3 apples'],
  ['with alternatives', 'starts with 1, 3 or bc1', 'beginnt mit 1, 3 oder bc1'],
])('a sentence is translated %s', (_how, english, translation) => {
  expect(german(english)).toBe(translation);
});

test('amounts and times inside are written as the page writes them, with every digit', () => {
  expect(german('1400.00 USD is in the band from $1,000.50.')).toBe(
    '$1400.00 liegt in der Stufe ab $1000.50.',
  );
  expect(german('not before 2026-11-24T10:00:00.000Z')).toBe('nicht vor <2026-11-24>');
});

test('what people wrote stays as it is, whatever it contains', () => {
  const note = 'The user is frozen. (“{0}”): 5.00 USD\n$&';
  expect(german(`All payouts are stopped (“${note}”): they have to be resumed first.`)).toBe(
    `Alle Auszahlungen sind gestoppt („${note}“): Sie müssen zuerst wieder aufgenommen werden.`,
  );
});

test('what is no sentence of the server stays English, with its amounts and times', () => {
  expect(german('It costs 1400.00 USD until 2026-11-24T10:00:00Z!')).toBe(
    'It costs $1400.00 until <2026-11-24>!',
  );
  expect(german('21400.001 USD, 1.400.00 USD')).toBe('21400.001 USD, 1.400.00 USD');
});

test('on a page from right to left values and English sentences are isolated, and translations are not', () => {
  expect(arabic('This is an XRP address.')).toBe('Das ist eine \u2068XRP\u2069-Adresse.');
  expect(arabic('The policy stops it: The user is frozen.')).toBe(
    'Die Richtlinie stoppt sie: Der Nutzer ist eingefroren.',
  );
  expect(arabic('no such sentence', (text) => `${text}!`)).toBe('\u2068no such sentence!\u2069');
});

test('a very long text is not searched', () => {
  expect(german(`The policy stops it: ${'a'.repeat(4000)}`)).toMatch(/^The policy/);
});
