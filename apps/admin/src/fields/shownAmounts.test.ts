import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { readShownAmounts } from '../../scripts/readShownAmounts.ts';

const SOURCE = join(import.meta.dirname, '..');
/** Replies to customers: what a wallet shows, the same in every language. */
const FOR_CUSTOMERS = /^money\/answer\.ts$/;

test('no page shows an amount that the language of the page has not written', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: SOURCE }).filter(
    (file) => !/\.test\.tsx?$|\.fixture\.ts$/.test(file) && !FOR_CUSTOMERS.test(file),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(
    files.flatMap((file) =>
      readShownAmounts(file, readFileSync(join(SOURCE, file), 'utf8')).map((found) => `${file}: ${found}`),
    ),
  ).toEqual([]);
}, 60_000);

it.each([
  ['the server’s English text', 'const title = row.amountDisplay;'],
  ['the same, taken out of a row', 'const text = ({ balanceDisplay }) => balanceDisplay;'],
  ['the function behind it', "import { usdDisplay } from '@paydesk/types/rules';"],
  ['in a template', 'const text = `${payment.payAmount} ${payment.currencyName}`;'],
  ['taken out of a row, in a template', 'const text = ({ amount, code }) => `${amount} ${code}`;'],
  ['after a dollar sign', 'const fee = `$${currency.serviceFeeUsd}`;'],
  ['in an element', 'const a = <b>{withdrawal.cryptoAmount}</b>;'],
  ['in an element, or a dash', "const a = <b>{payment.payAmount ?? '–'}</b>;"],
  ['as a value of a text', "const a = t('About {amount}', { amount: payment.payAmount });"],
])('finds an amount that is shown as it was received: %s', (_where, source) => {
  expect(readShownAmounts('a.tsx', source)).toHaveLength(1);
});

it.each([
  ['one that is written', 'const text = `${coinText(payment.payAmount, code)}, ${id}`;'],
  ['an attribute', 'const a = <Usd amount={payment.amountUsd} />;'],
  ['a request', "const key = ['estimate', amountUsd, code];"],
  ['a condition', 'const a = <b>{payment.payAmount !== null && <i>{text}</i>}</b>;'],
])('leaves out %s', (_what, source) => {
  expect(readShownAmounts('a.tsx', source)).toEqual([]);
});
