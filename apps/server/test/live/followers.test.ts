import type { Permission, Viewer } from '@paydesk/types';
import { expect, test, vi } from 'vitest';
import { permissionsOfRole, type StaffPrincipal } from '../../src/auth/principal.ts';
import { newId } from '../../src/base/identifiers.ts';
import { takeClaim } from '../../src/claims/changeClaim.ts';
import { listClaims } from '../../src/claims/listClaims.ts';
import { followLive } from '../../src/live/followLive.ts';
import { liveTail, type LiveNews, type LiveTail } from '../../src/live/liveTail.ts';
import { reportPresence } from '../../src/live/presence.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { refusalOf } from '../support/money.ts';

const { desk, knex, withdrawal } = await fullDesk();
const { staff: account } = await createStaff(knex, desk.auth, {
  email: 'vera@desk.test',
  name: 'Vera',
  role: 'approver',
  password: 'a long enough password',
});
/** Every role may read all that can be taken: one that may not is made up. */
const staffWithout = (...missing: Permission[]): StaffPrincipal => ({
  kind: 'staff',
  id: account.id,
  name: 'Vera',
  email: 'vera@desk.test',
  role: 'approver',
  twoFactorEnabled: false,
  sessionId: newId(),
  permissions: new Set(
    [...permissionsOfRole('approver')].filter((permission) => !missing.includes(permission)),
  ),
});
const cursor = { sequence: '1', below: '1' };
const subject = { subjectKind: 'withdrawal', subjectId: withdrawal.id } as const;
const viewers: Viewer[] = [{ staffId: newId(), name: 'Omar', ...subject }];

/** A reader that takes nothing more after the first message, until `readOn`. */
async function followSlowly(staff: StaffPrincipal) {
  let tell: (news: LiveNews) => void = () => undefined;
  const tail: LiveTail = {
    join(onNews) {
      tell = onNews;
      return { started: Promise.resolve(), leave: () => undefined };
    },
    wake: () => undefined,
    readerCount: 1,
    close: async () => await Promise.resolve(),
  };
  const sent: { name?: string; text: string }[] = [];
  const slow = Promise.withResolvers<void>();
  const ended = new AbortController();
  const following = followLive(desk, tail, {
    staff,
    after: null,
    signal: ended.signal,
    reader: {
      async send(messages) {
        sent.push(...messages);
        await slow.promise;
      },
    },
  });
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  sent.length = 0;
  return {
    tell: (news: LiveNews) => tell(news),
    sent,
    readOn: slow.resolve,
    seenViewers: () =>
      JSON.parse(sent.findLast(({ name }) => name === 'presence')?.text ?? 'null') as unknown,
    async end() {
      ended.abort();
      await following;
    },
  };
}

test('a reader that was too slow for all news loads everything again, and knows who looks at what', async () => {
  const follower = await followSlowly(staffWithout());
  follower.tell({ cursor, changes: [], viewers });
  for (let n = 0; n < 150; n += 1) follower.tell({ cursor, changes: [['users', newId()]], viewers: null });
  follower.readOn();
  await vi.waitFor(() => expect(follower.sent.filter(({ name }) => name === 'reset')).toHaveLength(1));
  await vi.waitFor(() => expect(follower.seenViewers()).toEqual(viewers));
  // Not all the news one by one.
  expect(follower.sent.length).toBeLessThan(150);
  await follower.end();
});

test('who may not read a row neither sees who looks at it or has taken it, nor can say that they look', async () => {
  const blind = staffWithout('withdrawals.read');
  const follower = await followSlowly(blind);
  follower.tell({ cursor, changes: [['withdrawals', withdrawal.id]], viewers });
  follower.readOn();
  await vi.waitFor(() => expect(follower.seenViewers()).toEqual([]));
  expect(JSON.stringify(follower.sent)).not.toContain(withdrawal.id);
  await follower.end();

  const report = reportPresence(knex, blind, { tab: newId(), viewing: subject });
  expect(await refusalOf(report)).toBe('PERMISSION_DENIED');

  const actor = { kind: 'staff', id: account.id, name: 'Vera' } as const;
  await takeClaim({ ctx: desk, staff: staffWithout(), actor }, { ...subject, from: null });
  expect(await listClaims(knex, staffWithout())).toHaveLength(1);
  expect(await listClaims(knex, blind)).toEqual([]);
});

test('a cursor is handed out with the changes before it, not ahead of them', async () => {
  const follower = await followSlowly(staffWithout());
  follower.tell({ cursor, changes: [['withdrawals', withdrawal.id]], viewers });
  follower.readOn();
  await vi.waitFor(() => expect(follower.seenViewers()).toEqual(viewers));
  const named = follower.sent.map(({ name }) => name ?? 'change');
  expect(named.slice(-2)).toEqual(['change', 'presence']);
  await follower.end();
});

test('a reading that ends when its only reader has left is not taken for the start of the next', async () => {
  const tail = liveTail(desk);
  const holdUp = async () => {
    const lock = await knex.transaction();
    await lock.raw('lock table presence in access exclusive mode');
    return lock;
  };
  const pause = async (ms: number) => await new Promise((done) => setTimeout(done, ms));
  const first = await holdUp();
  const left = tail.join(() => undefined);
  await pause(200);
  left.leave();
  await first.rollback();
  await pause(200);

  const second = await holdUp();
  const changes: unknown[] = [];
  const place = tail.join((news) => void changes.push(...(news.changes ?? [])));
  const isStarted = vi.fn();
  void place.started.then(isStarted);
  await pause(200);
  expect(isStarted).not.toHaveBeenCalled();
  await second.rollback();
  await place.started;
  const id = newId();
  await knex('audit_log').insert({ id, action: 'users.addNote', actor_kind: 'system', subject_kind: 'user' });
  await vi.waitFor(() => expect(changes).toContainEqual(['audit', id]), { timeout: 5000 });
  place.leave();
  await tail.close();
});
