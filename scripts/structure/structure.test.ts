import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { againstTheGrain, largestKnot, type ModuleGraph } from './imports.ts';
import { measureStructure, privateWordsOf } from './measure.ts';
import { privateWordsIn } from './words.ts';

const root = resolve(import.meta.dirname, '../..');
const measures = [...measureStructure(root)];

test.each(measures.filter(([, { modules }]) => modules !== null))(
  'the modules of %s import in one direction only',
  (_area, { modules }) => {
    expect(modules?.knot).toHaveLength(1);
    expect(modules?.against).toBe(0);
  },
);

test.each(measures)(
  'in %s fewer than one line in a hundred is longer than 120 characters',
  (_area, { longShare }) => {
    expect(longShare).toBeLessThan(0.01);
  },
);

test('standard terms are used throughout', () => {
  expect(privateWordsOf(root)).toEqual([]);
});

test('a private word is found in names and in prose', () => {
  const text = 'await proveDeed(desk); // Nobody else may.\nfunction look() { readProven(row); }';
  expect(privateWordsIn(text).map(({ word }) => word)).toEqual(
    expect.arrayContaining(['proveDeed', 'Nobody', 'function look', 'readProven']),
  );
});

test('a cycle of modules is a knot, and one of its imports goes against the grain', () => {
  const graph: ModuleGraph = new Map([
    ['http', new Map([['payments', 3]])],
    ['payments', new Map([['ledger', 2]])],
    ['ledger', new Map([['payments', 1]])],
  ]);
  expect(largestKnot(graph)).toEqual(['ledger', 'payments']);
  expect(againstTheGrain(graph)).toEqual({ against: 1, total: 6 });
});
