import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { serverLayers } from '../imports/serverLayers.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../docs/architecture.md'), 'utf8');

test('the table of layers names every folder of the server, from the top down', () => {
  const [table = ''] = /\| layer \| folders \|.*?\n\n/s.exec(document) ?? [];
  // A feature’s row begins with the word “features”; the last column describes.
  const rows = [...table.matchAll(/^\| ([^|]*) \| ([^|]*)\|/gm)].map(([, layer = '', folders = '']) =>
    [...`${layer} ${folders}`.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(new Set(rows.flat())).toEqual(new Set(serverLayers.flat()));
  const order = serverLayers.map((layer) =>
    rows.findIndex((row) => layer.every((name) => row.includes(name))),
  );
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
});
