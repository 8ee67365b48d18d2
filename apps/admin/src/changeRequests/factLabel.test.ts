import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { factLabel } from './factLabel.ts';

const plans = fileURLToPath(new URL('../../../server/src/http/actionPlans', import.meta.url));
const sources = globSync('*.ts', { cwd: plans }).map((file) => readFileSync(`${plans}/${file}`, 'utf8'));
/** As the server writes them, where they are not made of fields. */
const labels = sources.flatMap((source) =>
  Array.from(
    source.matchAll(/(?:newFact\(|\blabel: |minAmountUsd: )(['`])(.+?)\1/g),
    ([, , label = '']) => label,
  ),
);

it('has a name for each label that the server writes', () => {
  expect(labels.length).toBeGreaterThan(20);
  expect(labels.filter((label) => factLabel(label) === null)).toEqual([]);
});

it('names a field by its label, and by its own name, as in older requests', () => {
  expect(factLabel('Network fee USD')).toBe('Withdrawal network fee');
  expect(factLabel('networkFeeUsd')).toBe('Withdrawal network fee');
  expect(factLabel('Amount in USDT (TRC20)')).toBe('Amount in USDT (TRC20)');
});

it('knows no name for what a newer server writes', () => {
  expect(factLabel('Colour of the logo')).toBeNull();
});
