import { expect, test } from 'vitest';
import { doctorChecks } from './doctorChecks.ts';
import { errorReasons } from './errorReasons.ts';
import { eventTypes } from './eventTypes.ts';
import { readGenerated } from './generatedPart.ts';
import { whoCanDoWhat } from './whoCanDoWhat.ts';

test.each([
  ['the types of events', eventTypes],
  ['the reasons of errors', errorReasons],
  ['who can do what alone', whoCanDoWhat],
  ['the checks of the doctor', doctorChecks],
])('%s: the page says what the table says', (_name, part) => {
  const { present, generated } = readGenerated(part);
  expect(generated).toBe(present);
});
