import { networkOf } from '@paydesk/types';
import { describe, expect, test } from 'vitest';
import { findLookAlike } from '../src/lookAlike.ts';
import { validateAddress } from '../src/validateAddress.ts';
import { accountForms } from './accountForms.ts';
import type { AddressForm } from './addressForm.ts';
import { bitcoinForms } from './bitcoinForms.ts';
import { seededRandom } from './seededRandom.ts';

/*
 * The detector on pairs made here. An attacker's address agrees with the victim's in 3 to 6 characters in front, after what
 * every address of that form begins with, and 4 to 6 at the end; the rest is that of another real address. Its checksum is
 * not adjusted: the detector reads text. Unrelated pairs are all pairs of valid addresses of one network.
 */
const random = seededRandom('paydesk look-alikes');
const addressesPerForm = 30;
const attacksPerForm = 60;
// Names and numbers of a few characters are too short for this kind of attack.
const forms = [...bitcoinForms, ...accountForms].filter(
  ({ verdict, form, network }) =>
    verdict === 'valid' && !(network === 'near' && form !== 'implicit') && network !== 'hbar',
);
const validForms = [...bitcoinForms, ...accountForms].filter(({ verdict }) => verdict === 'valid');

const normalized = ({ network, make }: AddressForm): string => {
  const verdict = validateAddress({ network, address: make(random) });
  if (!verdict.ok) throw new Error(verdict.message);
  return verdict.normalized;
};

/** What addresses of a form have in common in front, as seen on so many of them. */
function commonStart(addresses: readonly string[]): number {
  const [first = '', ...rest] = addresses;
  let length = 0;
  while (length < first.length && rest.every((address) => address[length] === first[length])) length++;
  return length;
}

function poisoned(victim: string, other: string, start: number): string {
  const leading = start + 3 + random.below(4);
  const trailing = 4 + random.below(3);
  return victim.slice(0, leading) + other.slice(leading, -trailing) + victim.slice(-trailing);
}

interface Score {
  attacks: number;
  caught: number;
  pairs: number;
  falseAlarms: number;
}

const scores = new Map<string, Score>();
const scoreOf = (network: string): Score => {
  const score = scores.get(network) ?? { attacks: 0, caught: 0, pairs: 0, falseAlarms: 0 };
  scores.set(network, score);
  return score;
};

for (const form of forms) {
  const addresses = Array.from({ length: addressesPerForm }, () => normalized(form));
  const start = commonStart(addresses);
  const score = scoreOf(form.network);
  for (let attack = 0; attack < attacksPerForm; attack++) {
    const victim = random.pick(addresses);
    const candidate = poisoned(victim, normalized(form), start);
    if (candidate === victim) continue;
    score.attacks++;
    // Among nine other addresses of the user, as in practice.
    const known = [victim, ...Array.from({ length: 9 }, () => normalized(form))].map((address) => ({
      address,
    }));
    if (findLookAlike(candidate, known, form.network)?.known.address === victim) score.caught++;
  }
}
for (const network of new Set(validForms.map((form) => form.network))) {
  const addresses = validForms
    .filter((form) => form.network === network)
    .flatMap((form) => Array.from({ length: addressesPerForm }, () => normalized(form)));
  const score = scoreOf(network);
  addresses.forEach((address, index) => {
    for (const other of addresses.slice(index + 1)) {
      score.pairs++;
      if (findLookAlike(address, [{ address: other }], network) !== null) score.falseAlarms++;
    }
  });
}

describe('the look-alike alert', () => {
  test('is raised for at least 99 % of poisoned addresses, in all and on every network', () => {
    process.stdout.write(`${table()}\n`);
    for (const [network, { attacks, caught }] of scores)
      if (attacks > 0) expect(caught / attacks, network).toBeGreaterThanOrEqual(0.99);
    expect(total('caught') / total('attacks')).toBeGreaterThanOrEqual(0.99);
    expect(total('attacks')).toBeGreaterThan(3000);
  });

  test('is raised for at most 0.1 % of unrelated pairs, in all and on every network', () => {
    for (const [network, { pairs, falseAlarms }] of scores)
      expect(falseAlarms / pairs, network).toBeLessThanOrEqual(0.001);
    expect(total('falseAlarms') / total('pairs')).toBeLessThanOrEqual(0.001);
    expect(total('pairs')).toBeGreaterThan(50_000);
  });
});

function total(column: keyof Score): number {
  return [...scores.values()].reduce((sum, score) => sum + score[column], 0);
}

function table(): string {
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '–' : `${((100 * part) / whole).toFixed(3)} %`;
  const rows = [...scores].map(([network, score]) => [
    networkOf(network)?.name ?? network,
    score.attacks,
    percent(score.caught, score.attacks),
    score.pairs,
    percent(score.falseAlarms, score.pairs),
  ]);
  const all = [
    ['network', 'attacks', 'detected', 'unrelated', 'false alerts'],
    ...rows,
    [
      'all',
      total('attacks'),
      percent(total('caught'), total('attacks')),
      total('pairs'),
      percent(total('falseAlarms'), total('pairs')),
    ],
  ];
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? String(cell).padEnd(20) : String(cell).padStart(14)))
        .join(''),
    )
    .join('\n');
}
