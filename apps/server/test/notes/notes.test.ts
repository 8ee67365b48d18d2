import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_NOTE_LENGTH, type NoteOutput } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { Note } from '../../src/models/Note.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { acknowledgePayment } from '../../src/payments/acknowledgePayment.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { markFailed } from '../../src/payments/markFailed.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { fullDesk, pay } from '../support/fullDesk.ts';
import { appCaller, call, httpDesk, staffCaller, userCaller, type Caller } from '../support/http.ts';
import { approve, newPayment, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';

const full = await fullDesk();
const { desk, knex, user } = full;
const { desk: web, app } = await httpDesk();
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
const operator = await staffCaller(web, 'operator');

type Subject = 'payments' | 'withdrawals' | 'users' | 'suspense';

const notesOf = async (subject: Subject, id: string, caller: Caller = operator) => {
  const { data } = await call(app, caller, `${subject}.get`, { id });
  return (data as { notes?: NoteOutput[] }).notes;
};
const written = async (subject: Subject, id: string) =>
  (await notesOf(subject, id))?.map(({ action, text, author }) => [action, text, author.name]);

/** Money in suspense of the user: a second deposit to a paid address. */
async function suspended(): Promise<string> {
  const payment = await pay(desk, await newPayment(desk, user.id, '20.00'));
  await pay(desk, payment, '7');
  const { id } = await SuspenseItem.query(knex)
    .where({ status: 'open' })
    .orderBy('createdAt', 'desc')
    .first()
    .throwIfNotFound();
  return id;
}

test('each reason for an action on a payment is a note that the next one does not replace', async () => {
  const { id } = await newPayment(desk, user.id, '30.00');
  await knex('payments').where({ id }).update({ needs_attention: 'provider_refund' });
  await acknowledgePayment(desk, ada, id, 'asked the provider');
  await markFailed(desk, bob, id, 'never paid');
  await markCompleted(desk, ada, id, 'seen on the chain after all');
  expect(await written('payments', id)).toEqual([
    ['payments.markCompleted', 'seen on the chain after all', 'Ada'],
    ['payments.markFailed', 'never paid', 'Bob'],
    ['payments.acknowledge', 'asked the provider', 'Ada'],
  ]);
});

test('each reason for a step of a withdrawal is a note; adminNotes has the latest', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await approve(desk, ada, id, 'known customer');
  await startProcessing(desk, bob, id);
  await returnToApproved(desk, bob, id, 'wallet offline');
  await rejectWithdrawal(desk, ada, id, 'customer asked to stop');
  expect(await written('withdrawals', id)).toEqual([
    ['withdrawals.reject', 'customer asked to stop', 'Ada'],
    ['withdrawals.returnToApproved', 'wallet offline', 'Bob'],
    ['withdrawals.approve', 'known customer', 'Ada'],
  ]);
  const { data } = await call(app, operator, 'withdrawals.get', { id });
  expect(data).toMatchObject({ adminNotes: 'customer asked to stop' });
});

test('each reason for a resolved suspense item, and for freezing a user, is a note', async () => {
  const [credited, returned, kept] = [await suspended(), await suspended(), await suspended()];
  await creditSuspense(desk, ada, { id: credited, note: 'same customer' });
  await closeSuspense(desk, bob, { id: returned, note: 'sent back', as: 'returned' });
  await closeSuspense(desk, bob, { id: kept, note: 'dust', as: 'written_off' });
  expect([
    await written('suspense', credited),
    await written('suspense', returned),
    await written('suspense', kept),
  ]).toEqual([
    [['suspense.credit', 'same customer', 'Ada']],
    [['suspense.markReturned', 'sent back', 'Bob']],
    [['suspense.writeOff', 'dust', 'Bob']],
  ]);
  const { id } = await newUser(desk);
  await freezeUser(desk, ada, id, true, 'chargeback fraud');
  await freezeUser(desk, bob, id, false, 'cleared up');
  expect(await written('users', id)).toEqual([
    ['users.unfreeze', 'cleared up', 'Bob'],
    ['users.freeze', 'chargeback fraud', 'Ada'],
  ]);
});

test('what a command refuses leaves no note', async () => {
  const before = await Note.query(knex).resultSize();
  expect(await refusalOf(markFailed(desk, ada, full.payment.id, 'by mistake'))).not.toBe('');
  expect(await refusalOf(rejectWithdrawal(desk, ada, full.paidWithdrawal.id, 'too late'))).toBe(
    'ILLEGAL_TRANSITION',
  );
  expect(await Note.query(knex).resultSize()).toBe(before);
});

test('support staff add notes to all four, and a viewer, an app and a user do not', async () => {
  const item = await suspended();
  const rows: [Subject, string][] = [
    ['payments', full.payment.id],
    ['withdrawals', full.withdrawal.id],
    ['users', user.id],
    ['suspense', item],
  ];
  const others = [
    await staffCaller(web, 'viewer'),
    await appCaller(desk, [
      'payments.read',
      'payments.create',
      'withdrawals.read',
      'users.read',
      'users.write',
    ]),
    await userCaller(desk, user.id),
  ];
  for (const [subject, id] of rows) {
    const { data } = await call(app, operator, `${subject}.addNote`, { id, note: `about ${subject}` });
    expect(data).toMatchObject({ action: 'addNote', text: `about ${subject}`, author: { kind: 'staff' } });
    expect((await notesOf(subject, id))?.[0]).toEqual(data);
    for (const caller of others)
      expect(
        (await call(app, caller, `${subject}.addNote`, { id, note: 'let me in' })).error?.data.httpStatus,
      ).toBe(403);
  }
  expect(await knex('audit_log').whereLike('note', 'about %')).toEqual([]);
  const [entry] = await knex('audit_log').where({ action: 'users.addNote', subject_id: user.id });
  expect(JSON.stringify(entry)).not.toContain('about users');
});

test('apps and user tokens never see notes, in no answer', async () => {
  await call(app, operator, 'payments.addNote', { id: full.payment.id, note: 'for staff alone' });
  await call(app, operator, 'users.addNote', { id: user.id, note: 'for staff alone' });
  await call(app, operator, 'withdrawals.addNote', { id: full.withdrawal.id, note: 'for staff alone' });
  const callers = [
    await appCaller(desk, ['payments.read', 'withdrawals.read', 'users.read', 'users.write']),
    await userCaller(desk, user.id),
  ];
  for (const caller of callers)
    for (const [subject, id] of [
      ['payments', full.payment.id],
      ['withdrawals', full.withdrawal.id],
      ['users', user.id],
    ] as const)
      for (const answer of [
        await call(app, caller, `${subject}.get`, { id }),
        await call(app, caller, `${subject}.getMany`, { ids: [id] }),
        await call(app, caller, `${subject}.list`, {}),
      ]) {
        expect(answer.status).toBe(200);
        expect(JSON.stringify(answer.data)).not.toMatch(/for staff alone|"notes"/);
      }
  const review = await call(app, operator, 'withdrawals.review', { id: full.withdrawal.id });
  expect(JSON.stringify(review.data)).toContain('for staff alone');
});

test('a note is refused when it is too short or too long, or its row does not exist', async () => {
  const add = async (id: string, note: string) =>
    (await call(app, operator, 'payments.addNote', { id, note })).error?.data.reason;
  expect(await add(full.payment.id, ' x ')).toBe('INVALID_INPUT');
  expect(await add(full.payment.id, 'x'.repeat(MAX_NOTE_LENGTH + 1))).toBe('INVALID_INPUT');
  expect(await add(newId(), 'about nothing')).toBe('NOT_FOUND');
});

test('PostgreSQL refuses to change, remove or empty notes', async () => {
  await call(app, operator, 'users.addNote', { id: user.id, note: 'a note that stays' });
  const one = () => knex('notes').where({ text: 'a note that stays' });
  expect([
    await refusalOf(one().update({ text: 'another' })),
    await refusalOf(one().update({ author_name: 'Eve' })),
    await refusalOf(one().update({ text: null, redacted_at: new Date() })),
    await refusalOf(one().delete()),
    await refusalOf(knex.raw('truncate notes')),
    await refusalOf(
      knex('notes').insert({
        id: newId(),
        user_id: user.id,
        action: 'addNote',
        author_kind: 'system',
        created_at: new Date(),
        redacted_at: new Date(),
      }),
    ),
  ]).toEqual(['IMMUTABLE', 'IMMUTABLE', 'IMMUTABLE', 'IMMUTABLE', 'IMMUTABLE', 'INVALID_INPUT']);
  expect(await one().first()).toMatchObject({ text: 'a note that stays', redacted_at: null });
});

test('anonymising removes what was written about the user, and keeps who, when and the reasons for their money', async () => {
  const { id } = await newUser(desk);
  const payment = await newPayment(desk, id, '30.00');
  await markFailed(desk, ada, payment.id, 'never paid');
  await call(app, operator, 'payments.addNote', { id: payment.id, note: 'he called from +49 30 1234' });
  await call(app, operator, 'users.addNote', { id, note: 'lives in Berlin' });
  await freezeUser(desk, bob, id, true, 'complained by mail');
  await call(app, operator, 'users.addNote', { id: user.id, note: 'somebody else' });
  await anonymizeUser(desk, ada, id);
  expect(await written('users', id)).toEqual([
    ['users.freeze', null, 'Bob'],
    ['addNote', null, expect.any(String)],
  ]);
  // The two clocks of this test are not the same.
  expect((await written('payments', payment.id))?.toSorted()).toEqual([
    ['addNote', null, expect.any(String)],
    ['payments.markFailed', 'never paid', 'Ada'],
  ]);
  expect((await notesOf('users', user.id))?.[0]).toMatchObject({ text: 'somebody else' });
  const { data } = await call(app, operator, 'users.get', { id });
  expect(data).toMatchObject({ frozenNote: 'Removed when the user was anonymised.' });
  expect(JSON.stringify(await knex('notes').where({ user_id: id }))).not.toMatch(/Berlin|mail/);
  expect((await call(app, operator, 'users.addNote', { id, note: 'more' })).error?.data.reason).toBe(
    'USER_ANONYMIZED',
  );
  const reason = knex('notes').where({ payment_id: payment.id, action: 'payments.markFailed' });
  expect(await refusalOf(reason.update({ text: null, redacted_at: new Date() }))).toBe('IMMUTABLE');
});

test('an upgrade carries over the notes that there were: from the audit log, and from the rows', async () => {
  const item = await suspended();
  await closeSuspense(desk, bob, { id: item, note: 'sent back by hand', as: 'returned' });
  const file = resolve(import.meta.dirname, '../../migrations/0021_notes.sql');
  const [, carryOver = ''] =
    /(insert into notes[\s\S]*?)create function guard_note_insert/.exec(readFileSync(file, 'utf8')) ?? [];
  const { id: frozen } = await newUser(desk);
  await knex('users').where({ id: frozen }).update({ frozen_at: new Date(), frozen_note: 'from long ago' });
  await knex
    .transaction(async (trx) => {
      for (const trigger of ['notes_guard', 'notes_are_permanent', 'notes_are_not_truncated', 'notes_insert'])
        await trx.raw('alter table notes disable trigger ??', [trigger]);
      const before = await trx('notes')
        .whereNot({ action: 'addNote' })
        .orderBy('created_at')
        .select('action', 'text');
      await trx('notes').delete();
      await trx.raw(carryOver.replaceAll('?', '\\?'));
      const after = await trx('notes').orderBy('created_at').select('action', 'text', 'user_id');
      expect(
        after.filter(({ user_id: id }) => id !== frozen).map(({ action, text }) => ({ action, text })),
      ).toEqual(expect.arrayContaining(before));
      expect(after.find(({ user_id: id }) => id === frozen)).toMatchObject({ text: 'from long ago' });
      await trx.rollback();
    })
    .catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith('Transaction rejected')) return;
      throw error;
    });
});
