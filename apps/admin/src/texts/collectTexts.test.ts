import { expect, test } from 'vitest';
import { readTexts } from '../../scripts/collectTexts.ts';

const untranslated = (source: string, file = 'pages/Page.tsx') =>
  readTexts(file, source).untranslated.map(({ text }) => text);

test('texts are collected with their plural forms', () => {
  const source = `export const a = [t('Save'), plural(n, { one: '{count} row', other: '{count} rows' })];`;
  expect(readTexts('pages/a.ts', source).texts).toEqual([
    { text: 'Save', one: null, file: 'pages/a.ts' },
    { text: '{count} rows', one: '{count} row', file: 'pages/a.ts' },
  ]);
});

test('a text that is put together is a mistake', () => {
  expect(() => readTexts('pages/a.ts', 't(isNew ? "New" : "Old")')).toThrow('not written out');
});

test.each([
  ['in an element', 'export const A = () => <p>none</p>;', 'none'],
  ['in braces of an element', 'const A = () => <p>{n === 0 ? "none" : n}</p>;', 'none'],
  ['in an attribute for people', 'const A = () => <input aria-label="amount" />;', 'amount'],
  ['in a property for people', 'const column = { label: "state" };', 'state'],
  ['in a function that renders', 'const column = { render: (row) => (row.isOpen ? "yes" : row.id) };', 'yes'],
  ['a label', 'const words = ["Amount"];', 'Amount'],
  ['a sentence', 'throw new HttpError("nothing was sent");', 'nothing was sent'],
  ['words among values', 'const text = `${count} rows`;', '… rows'],
  ['beside a text', 'const text = n === 0 ? "none" : t("{n} rows", { n });', 'none'],
  ['after a label', 'const fact = [t("Withdrawals"), isOn ? "enabled" : off];', 'enabled'],
])('finds a text that is not translated: %s', (_where, source, text) => {
  expect(untranslated(source)).toEqual([text]);
});

test.each([
  ['a module', 'import { a } from "./A file.ts"; export * from "Some module";'],
  ['a key, a type and a comparison', 'const a: "Two words" = { "Two words": b }[c === "Two words" ? 1 : 2];'],
  ['a search in a text', 'const isAmount = message.startsWith("must be a decimal string");'],
  ['a code', 'fetch(url, { method: "POST" });'],
  ['the name of a channel', 'new BroadcastChannel(`paydesk-live ${id}`);'],
  ['a selector', 'const dialog = \'[role="dialog"] button\';'],
  ['a media query', 'matchMedia("(prefers-color-scheme: dark)");'],
  ['the look of an element', 'const A = () => <Box sx={{ transition: "all 1s" }} className="two words" />;'],
  ['a name that is looked up', 'const isKnown = "Notification" in globalThis;'],
  ['a style sheet', 'const fade = keyframes`from { opacity: 0; } to { opacity: 1; }`;'],
  ['a shortcut', 'const A = () => <button aria-keyshortcuts="Control+K /" />;'],
  ['an error for programmers', 'throw new RangeError("there is no such name");'],
  ['the name of a product', 'const title = `${name} · Paydesk`;'],
])('leaves out what is no text: %s', (_what, source) => {
  expect(untranslated(source)).toEqual([]);
});

test('the theme has looks, whose words no one sees', () => {
  expect(untranslated('const font = "Segoe UI, Roboto";', 'theme/fonts.ts')).toEqual([]);
});
