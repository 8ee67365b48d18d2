import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { againstTheGrain, largestKnot, type ModuleGraph } from './imports.ts';
import { machineNamesIn } from './machineNames.ts';
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

test('what an installation starts from names no home folder and no registry', () => {
  const files = execFileSync('git', ['ls-files', 'deploy', 'Dockerfile', '.dockerignore', 'compose.yaml'], {
    cwd: root,
    encoding: 'utf8',
  });
  const named = files
    .trim()
    .split('\n')
    .map((file) => [file, machineNamesIn(readFileSync(join(root, file), 'utf8'))])
    .filter(([, names]) => names?.length !== 0);
  expect(files).toContain('deploy/kubernetes/paydesk.yaml');
  expect(named).toEqual([]);
});

test('a home folder and a registry are found in a build file', () => {
  const home = ['', 'root', '.cache'].join('/');
  const text = `FROM images.example.net/base AS build
RUN --mount=type=cache,target=${home} npx -y pnpm install --registry https://npm-mirror.example.net/
    image: localhost:5000/paydesk
    image: images.example.com/paydesk:1
FROM node:24
    image: prom/prometheus:v3
ProtectHome=yes`;
  expect(machineNamesIn(text)).toEqual([
    home,
    'images.example.net/base',
    'localhost:5000/paydesk',
    'https://npm-mirror.example.net/',
  ]);
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
