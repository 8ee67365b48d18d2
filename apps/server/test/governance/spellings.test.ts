import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { recordAudit } from '../../src/auditChain/recordAudit.ts';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { call } from '../support/http.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { governedDesk, reasonOf } from './governedDesk.ts';

/* One id has several spellings: none of them passes a limit, or hides what was done. */
const { desk, app, knex, insider } = await governedDesk();
const olga = await insider('operator');

test('what was done to an id in capitals is in the history of its row', async () => {
  const user = await newUser(desk);
  expect(reasonOf(await olga.does('users.freeze', { id: user.id.toUpperCase(), note: 'looks odd' }))).toBe(
    'OK',
  );
  expect(await knex('audit_log').where({ action: 'users.freeze' }).select('subject_id')).toEqual([
    { subject_id: user.id },
  ]);
});

test('an entry has the id as the database writes it, whoever records it', async () => {
  const id = randomUUID();
  const at = new Date();
  await recordAudit(knex, {
    action: 'users.update',
    actor: actors.service(),
    subjectKind: 'user',
    subjectId: id.toUpperCase(),
    at,
  });
  expect(await knex('audit_log').where({ action: 'users.update' }).first()).toMatchObject({
    subject_id: id,
  });
});

test('a user has 30 tokens a minute in all spellings of its id together', async () => {
  const user = await newUser(desk);
  const { key } = await insertApiKey(knex, { name: 'app', scopes: ['users.token'], createdByStaffId: null });
  const spelled = (index: number) =>
    user.id
      .split('')
      .map((letter, at) => ((index >> (at % 6)) & 1 ? letter.toUpperCase() : letter))
      .join('');
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      reasonOf(
        await call(app, { authorization: `Bearer ${key}` }, 'users.token', { userId: spelled(index) }),
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(30);
});
