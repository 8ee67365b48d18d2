import { networkOf } from '@paydesk/types';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishedVectors, sampleVectors } from '../src/addressVectors.fixture.ts';
import { validateAddress } from '../src/validateAddress.ts';
import { accountForms } from './accountForms.ts';
import type { AddressForm } from './addressForm.ts';
import { bitcoinForms } from './bitcoinForms.ts';
import { knownDifferences } from './knownDifferences.ts';
import type { KnownDifference } from './knownDifferences.ts';
import { mutations } from './mutateAddress.ts';
import { publishedValidators } from './publishedValidators.ts';
import { seededRandom } from './seededRandom.ts';
import { standardVectors } from './standardVectors.ts';

interface Vector {
  network: string;
  form: string;
  text: string;
  isMutated: boolean;
  /** Whether it is valid, known from how it was made; null where a typo may make another valid address. */
  expected: boolean | null;
  /** The address before it was damaged: a change that keeps its meaning may be valid. */
  original?: string;
}

interface Tally {
  vectors: number;
  valid: number;
  comparisons: number;
  agreements: number;
  explained: number;
  unexplained: number;
}

const addressesPerForm = 8;
const forms: readonly AddressForm[] = [...bitcoinForms, ...accountForms];
const seed = 'paydesk addresses';

function verdictOf({ network, text }: Vector): string | null {
  const verdict = validateAddress({ network, address: text });
  return verdict.ok ? verdict.normalized : null;
}

/** Each form's addresses, and each of them damaged in every way. */
function generatedVectors(): Vector[] {
  const random = seededRandom(seed);
  return forms.flatMap(({ network, form, verdict, hasChecksum, make }) =>
    Array.from({ length: addressesPerForm }, () => make(random)).flatMap((address): Vector[] => [
      { network, form, text: address, isMutated: false, expected: verdict === 'valid' },
      ...Object.values(mutations).map((mutate): Vector => ({
        network,
        form,
        text: mutate(address, random),
        isMutated: true,
        expected: hasChecksum ? false : null,
        original: address,
      })),
    ]),
  );
}

const vectors: Vector[] = [
  ...[...sampleVectors, ...publishedVectors].map(({ network, address }): Vector => ({
    network,
    form: 'published',
    text: address,
    isMutated: false,
    expected: true,
  })),
  ...standardVectors.map(({ network, form, address, isPayable }): Vector => ({
    network,
    form: `standard:${form}`,
    text: address,
    isMutated: false,
    expected: isPayable,
  })),
  ...generatedVectors(),
];

const explains = (
  difference: KnownDifference,
  validator: string,
  vector: Vector,
  theyAccept: boolean,
): boolean =>
  difference.validator === validator &&
  difference.networks.includes(vector.network) &&
  (difference.they === 'accept') === theyAccept &&
  (difference.forms?.test(vector.form) ?? true) &&
  (difference.texts?.test(vector.text) ?? true);

const tallies = new Map<string, Tally>();
const unexplained: string[] = [];
const met = new Set<KnownDifference>();

beforeAll(() => {
  for (const vector of vectors) {
    const weAccept = verdictOf(vector) !== null;
    const tally = tallies.get(vector.network) ?? {
      vectors: 0,
      valid: 0,
      comparisons: 0,
      agreements: 0,
      explained: 0,
      unexplained: 0,
    };
    tallies.set(vector.network, tally);
    tally.vectors++;
    if (weAccept) tally.valid++;
    for (const { name, network, accepts, mayAsk } of publishedValidators) {
      if (network !== vector.network || mayAsk?.(vector.text, vector.isMutated) === false) continue;
      const theyAccept = accepts(vector.text);
      tally.comparisons++;
      if (theyAccept === weAccept) {
        tally.agreements++;
        continue;
      }
      const known = knownDifferences.filter((difference) => explains(difference, name, vector, theyAccept));
      for (const difference of known) met.add(difference);
      if (known.length > 0) tally.explained++;
      else {
        tally.unexplained++;
        unexplained.push(
          `${name} ${theyAccept ? 'accepts' : 'refuses'} on ${vector.network} (${vector.form}): ${vector.text}`,
        );
      }
    }
  }
});

describe('against published validators', () => {
  test('there are at least 2,000 vectors over at least 20 networks', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(2000);
    expect(tallies.size).toBeGreaterThanOrEqual(20);
  });

  test('no disagreement is left unexplained', () => {
    process.stdout.write(`${table()}\n`);
    expect(unexplained).toEqual([]);
  });

  test('every explanation explains something', () => {
    expect(knownDifferences.filter((difference) => !met.has(difference))).toEqual([]);
  });

  test('all but one of the generated networks have a published validator', () => {
    const covered = new Set(publishedValidators.map(({ network }) => network));
    const alone = new Set(forms.map(({ network }) => network).filter((network) => !covered.has(network)));
    // Kaspa: its own test vectors stand in.
    expect([...alone]).toEqual(['kas']);
  });
});

describe('against how they were made', () => {
  test('every valid address passes and every refused form is refused', () => {
    expect(
      vectors
        .filter((vector) => !vector.isMutated && (verdictOf(vector) !== null) !== vector.expected)
        .map(({ network, form, text }) => `${network} ${form} ${text}`),
    ).toEqual([]);
  });

  test('no damaged address is accepted as another one', () => {
    const passed = vectors.filter((vector) => {
      const normalized = vector.isMutated && vector.expected === false ? verdictOf(vector) : null;
      if (normalized === null) return false;
      const original = verdictOf({ ...vector, text: vector.original ?? '' });
      // Upper case is another spelling in some families; the destination must be the same.
      return original === null
        ? vector.text.toLowerCase() !== vector.original?.toLowerCase()
        : normalized !== original;
    });
    expect(
      passed.map(({ network, form, text, original }) => `${network} ${form} ${original} → ${text}`),
    ).toEqual([]);
  });

  test('the vectors are the same in every run', () => {
    expect(generatedVectors().map(({ text }) => text)).toEqual(
      vectors.slice(-generatedVectors().length).map(({ text }) => text),
    );
  });
});

function table(): string {
  const rows = [...tallies].map(([network, tally]) => [
    networkOf(network)?.name ?? network,
    tally.vectors,
    tally.valid,
    tally.comparisons,
    tally.agreements,
    tally.explained,
    tally.unexplained,
  ]);
  const sum = (column: number): number => rows.reduce((total, row) => total + Number(row[column]), 0);
  const all = [
    ['network', 'vectors', 'accepted', 'comparisons', 'agree', 'explained', 'unexplained'],
    ...rows,
    ['all', ...[1, 2, 3, 4, 5, 6].map(sum)],
  ];
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? String(cell).padEnd(20) : String(cell).padStart(12)))
        .join(''),
    )
    .join('\n');
}
