import { expect, test } from 'vitest';
import { collectSentencesOf } from '../../../scripts/collectSentences.ts';

/** What zod writes is always there. */
const OF_ZOD = collectSentencesOf({});
const collected = (sources: Record<string, string>) =>
  collectSentencesOf(sources).filter((sentence) => !OF_ZOD.includes(sentence));
const inCommand = (source: string) => collected({ 'apps/server/src/payments/pay.ts': source });

test.each([
  ['a string', `throw new DomainError('A', 'it is late');`, ['it is late']],
  ['a template', 'throw new DomainError("A", `at most ${count} of ${all}`);', ['at most {0} of {1}']],
  ['an amount', 'throw new DomainError("A", `the fees are ${feeUsd} USD`);', ['the fees are {0:usd}']],
  [
    'a choice',
    `throw new DomainError('A', isLate ? 'it is late' : 'it is early');`,
    ['it is early', 'it is late'],
  ],
  [
    'a choice inside',
    'throw new DomainError("A", `it is ${isLate ? "late" : "early"} now`);',
    ['it is early now', 'it is late now'],
  ],
  ['a constant', 'const LATE = "it is late"; throw new DomainError("A", LATE);', ['it is late']],
  [
    'a table',
    'const WHY = { a: "too old", b: "too new" }; throw new DomainError("A", WHY[key]);',
    ['too new', 'too old'],
  ],
  [
    'a function',
    'const why = (n) => (n === 1 ? "1 person" : `${n} people`); throw new DomainError("A", `needs ${why(x)}`);',
    ['needs 1 person', 'needs {0} people'],
  ],
  ['parts put together', 'throw new DomainError("A", "it is late: " + "wait");', ['it is late: wait']],
  ['a status', 'throw new DomainError("A", `it is ${readable(row.status)}`);', ['it is {0:text}']],
  ['"an" before a value', 'throw new DomainError("A", `not an ${name} address`);', ['not a {0} address']],
])('collects %s', (_what, source, sentences) => {
  expect(inCommand(source)).toEqual(sentences);
});

test('a parameter that a sentence contains is what the callers give, in any file', () => {
  expect(
    collected({
      'apps/server/src/auth/refuse.ts':
        'export const sendRefusal = (trx, { what }) => new DomainError("A", `You ${what}: wait`);',
      'apps/server/src/users/freeze.ts': 'sendRefusal(trx, { what: "froze this user" });',
    }),
  ).toEqual(['You {0:text}: wait', 'froze this user']);
});

test('collects why an action is not possible, the words of states, and what schemas say', () => {
  expect(
    collected({
      'packages/types/src/rules/things.ts': `
        export const PAYMENT_STATUSES = ['partially_paid'];
        export const can = { pay: (one) => allowedIf(one.isOpen, 'It is not open.') };`,
      'packages/types/src/schemas/things.ts': `
        const ONE = { path: ['a'], error: 'give exactly one' };
        const input = z.string().refine(isFull, 'must not be empty').refine(isOne, ONE);`,
    }),
  ).toEqual(['It is not open.', 'give exactly one', 'must not be empty', 'partially paid']);
});

test('collects refusals by the database, as its newest functions write them', () => {
  const migrations = [
    `create function guard() returns trigger language plpgsql as $$
       perform raise_domain_error('LIMIT_EXCEEDED', 'an old sentence'); $$;
     create function kept() returns text[] language plpgsql as $x$ return array['STAFF_ONLY', 'it''s late']; $x$`,
    `create or replace function guard() returns trigger language plpgsql as $$
       perform raise_domain_error('IMMUTABLE', 'a row stays as it is');
       perform raise_domain_error('LIMIT_EXCEEDED', format('at most %s USD, not %s', most, sum));
       person := require_payer(new.staff_id, 'only staff may pay'); $$;`,
  ];
  expect(collectSentencesOf({}, migrations).filter((one) => !OF_ZOD.includes(one))).toEqual([
    'at most {0:usd}, not {1:text}',
    "it's late",
    'only staff may pay',
  ]);
});

test('collects what a check of the doctor is about, what it finds, and what to do', () => {
  expect(
    collected({
      'apps/server/src/doctor/checks/disk.ts': `
        const ok = (found) => ({ state: 'ok', found });
        const check = { title: 'Disk', advice: \`Run “\${PROGRAM} clean”.\`, run: () => ok(\`\${share} % free\`) };`,
    }),
  ).toEqual(['Disk', 'Run “{0} clean”.', '{0} % free']);
});

test('leaves out what no page of staff shows', () => {
  expect(collected({ 'apps/server/src/cli/run.ts': `throw new DomainError('A', 'no such file');` })).toEqual(
    [],
  );
  expect(inCommand(`throw new DomainError('NOT_FOUND', 'no such user');`)).toEqual([]);
});
