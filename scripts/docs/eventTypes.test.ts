import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withEventTypes } from './eventTypes.ts';

const document = readFileSync(resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');

test('“Types” says what the table of event types says', () => {
  expect(withEventTypes(document)).toBe(document);
});
