import { networks } from '@paydesk/types';
import { expect, test } from 'vitest';
import { publishedVectors, sampleVectors } from '../src/addressVectors.fixture.ts';
import { checkExtraId } from '../src/checkExtraId.ts';
import { findLookAlike } from '../src/lookAlike.ts';
import { validateAddress } from '../src/validateAddress.ts';
import { seededRandom } from './seededRandom.ts';

const vectors = [...sampleVectors, ...publishedVectors];

function perSecond(calls: number, call: (index: number) => void): number {
  const startedAt = performance.now();
  for (let index = 0; index < calls; index++) call(index);
  return Math.round((calls * 1000) / (performance.now() - startedAt));
}

test('validations are fast: thousands a second, refused ones too', () => {
  const good = perSecond(20_000, (index) => validateAddress(vectors[index % vectors.length]!));
  // The last character is gone: every network's check runs before the reason is known.
  const bad = perSecond(5000, (index) => {
    const { network, address } = vectors[index % vectors.length]!;
    validateAddress({ network, address: address.slice(0, -1) });
  });
  const known = vectors.map(({ address }) => ({ address }));
  const alike = perSecond(500, (index) =>
    findLookAlike(vectors[index % vectors.length]!.address, known, 'eth'),
  );
  process.stdout.write(
    `good ${good}/s, refused ${bad}/s, look-alike among ${known.length} addresses ${alike}/s\n`,
  );
  // A tenth of what an idle core does, so that a busy one passes.
  expect(good).toBeGreaterThan(1500);
  expect(bad).toBeGreaterThan(300);
  expect(alike).toBeGreaterThan(50);
});

const starts = [
  '',
  '0x',
  'bc1q',
  '1',
  '3',
  'T',
  'addr1',
  'DdzFF',
  'kaspa:',
  'bitcoincash:q',
  'f1',
  'f410f',
  'nano_1',
  '0.0.',
  'X-avax1',
  'cosmos1',
  'SP',
  'bitcoin:',
  'ed25519:',
  'ton://transfer/',
  'S',
  '@',
  'xprv',
];
const bodies = [
  '1',
  'a',
  'q',
  'A',
  '0',
  'z',
  '.',
  '-',
  'a-',
  'a.',
  'abc ',
  ' ',
  '\u200b',
  'а',
  '@',
  '😀',
  'AQ',
  '11',
];

/**
 * Milliseconds that a call takes; a slow one is measured again, because the machine may have been busy.
 */
function leastTime(call: () => void): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 3 && least > 5; attempt++) {
    const startedAt = performance.now();
    call();
    least = Math.min(least, performance.now() - startedAt);
  }
  return least;
}

test('no text takes long, whatever it is and however long', () => {
  let slowest = 0;
  for (const { key } of networks) {
    for (const start of starts) {
      for (const body of bodies) {
        for (const length of [199, 999, 100_000]) {
          const text = (start + body.repeat(length)).slice(0, length);
          slowest = Math.max(
            slowest,
            leastTime(() =>
              expect(validateAddress({ network: key, address: text }).ok, `${key} ${start}${body}…`).toBe(
                false,
              ),
            ),
          );
        }
      }
    }
  }
  process.stdout.write(
    `slowest of ${networks.length * starts.length * bodies.length * 3} odd texts: ${slowest.toFixed(1)} ms\n`,
  );
  // A regular expression that backtracks without end takes seconds.
  expect(slowest).toBeLessThan(100);
});

test('random bytes of any length return a result, as address and as memo', () => {
  const random = seededRandom('paydesk noise');
  for (let round = 0; round < 300; round++) {
    const text = Buffer.from(random.bytes(random.below(300))).toString(
      round % 3 === 0 ? 'latin1' : round % 3 === 1 ? 'utf8' : 'base64',
    );
    const { key } = random.pick(networks);
    expect(validateAddress({ network: key, address: text }).ok).toBe(false);
    expect(typeof checkExtraId(key, text).ok).toBe('boolean');
  }
});
