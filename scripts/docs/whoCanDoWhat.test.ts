import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withWhoCanDoWhat } from './whoCanDoWhat.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../docs/security.md'), 'utf8');

test('“Who can do what alone” says what the table of classes says', () => {
  expect(withWhoCanDoWhat(document)).toBe(document);
});
