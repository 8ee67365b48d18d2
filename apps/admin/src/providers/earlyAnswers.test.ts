import { beforeEach, expect, test, vi } from 'vitest';

const NEWEST = { page: 1, perPage: 25, sort: { field: 'createdAt', order: 'DESC' }, filter: {} };
const ROWS = { data: ['a row'] };
const SESSION = { id: 'me' };

function storageOf(entries: Record<string, string>) {
  const storage = {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => void (entries[key] = value),
    removeItem: (key: string) => void delete entries[key],
  };
  // Its keys are those that are stored, as in a browser.
  return Object.assign(Object.create(storage) as typeof storage, entries);
}

/** A page that was opened at `hash`; `answers` are those of the batch. */
async function openAt(
  hash: string,
  { stored = {}, status = 200, answers = [{ result: { data: SESSION } }, { result: { data: ROWS } }] } = {},
) {
  vi.resetModules();
  vi.stubGlobal('location', { hash });
  vi.stubGlobal('localStorage', storageOf({ 'paydesk.signedIn': '1', ...stored }));
  const send = vi.fn((_url: string) => Promise.resolve(Response.json(answers, { status })));
  vi.stubGlobal('fetch', send);
  const early = await import('./earlyAnswers.ts');
  early.sendEarly();
  return { ...early, asked: () => send.mock.calls.map(([url]) => decodeURIComponent(url)) };
}

beforeEach(() => void vi.restoreAllMocks());

test('asks for the session and the list of the address in one request, and answers each question once', async () => {
  const { asked, takeEarly, answeredSession, knownSession } = await openAt('#/payments');
  expect(asked()).toEqual([
    `/trpc/system.session,payments.list?batch=1&input=${JSON.stringify({ 1: NEWEST })}`,
  ]);
  expect(await answeredSession()).toEqual(SESSION);
  expect(knownSession()).toEqual(SESSION);
  expect(await takeEarly('payments.list', NEWEST)).toEqual({ data: ROWS });
  expect(takeEarly('payments.list', NEWEST)).toBeUndefined();
});

const OF_USERS = { data: [{ userId: 'b' }, { userId: 'a' }, { userId: 'b' }, {}] };

test('asks for the names in the rows as soon as these are there, and waits for both', async () => {
  const { asked, takeEarly, answeredList } = await openAt('#/payments', {
    answers: [{ result: { data: SESSION } }, { result: { data: OF_USERS } }] as never,
  });
  expect(await answeredList()).toEqual({ resource: 'payments', userIds: ['a', 'b'] });
  expect(asked().slice(1)).toEqual([
    `/trpc/users.getMany?batch=1&input=${JSON.stringify({ 0: { ids: ['a', 'b'] } })}`,
  ]);
  expect(await takeEarly('users.getMany', { ids: ['a', 'b'] })).toEqual({ data: SESSION });
});

test('names that do not come do not keep the rows back', async () => {
  vi.useFakeTimers();
  const { sendEarly, answeredList } = await openAt('#/payments');
  const batch = [{ result: { data: SESSION } }, { result: { data: OF_USERS } }];
  vi.stubGlobal('fetch', (url: string) =>
    url.includes('getMany') ? new Promise(() => {}) : Promise.resolve(Response.json(batch)),
  );
  sendEarly();
  const list = answeredList();
  await vi.advanceTimersByTimeAsync(500);
  expect(await list).toEqual({ resource: 'payments', userIds: [] });
  vi.useRealTimers();
});

test('has no answer to another question', async () => {
  const { takeEarly } = await openAt('#/payments');
  expect(takeEarly('payments.list', { ...NEWEST, page: 2 })).toBeUndefined();
  expect(takeEarly('withdrawals.list', NEWEST)).toBeUndefined();
});

test.each([
  ['with a filter', '#/payments?filter=%7B%7D', {}],
  ['of a row', '#/payments/x/show', {}],
  ['that shows what it showed last', '#/payments', { 'RaStorepaydesk.payments.listParams': '{}' }],
])('does not ask for a list %s', async (_name, hash, stored) => {
  const { asked } = await openAt(hash, { stored });
  expect(asked()).toEqual(['/trpc/system.session?batch=1&input={}']);
});

test('asks nothing where no one was signed in', async () => {
  vi.resetModules();
  vi.stubGlobal('localStorage', storageOf({}));
  const send = vi.fn();
  vi.stubGlobal('fetch', send);
  const { sendEarly, answeredSession } = await import('./earlyAnswers.ts');
  sendEarly();
  expect(send).not.toHaveBeenCalled();
  expect(await answeredSession()).toBeUndefined();
});

test('after ten seconds an answer is not used', async () => {
  const { takeEarly } = await openAt('#/payments');
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_001);
  expect(takeEarly('payments.list', NEWEST)).toBeUndefined();
});

test('what was asked for one person is not there for the next', async () => {
  const { rememberSignedIn, takeEarly, knownSession, answeredSession } = await openAt('#/payments');
  await answeredSession();
  rememberSignedIn(false);
  expect(takeEarly('payments.list', NEWEST)).toBeUndefined();
  expect(knownSession()).toBeNull();
});

test.each([
  ['of no session says that no one is signed in', 401, null],
  ['for another reason says nothing', 503, undefined],
])('a refusal %s', async (_name, status, expected) => {
  const refused = { error: { message: 'no' } } as never;
  const { answeredSession, takeEarly } = await openAt('#/payments', { status, answers: [refused, refused] });
  expect(await answeredSession()).toBe(expected);
  expect(await takeEarly('payments.list', NEWEST)).toBeNull();
});

test('rows without a session are no answer', async () => {
  const refused = { error: { message: 'no' } } as never;
  const { takeEarly, answeredList, asked } = await openAt('#/payments', {
    status: 207,
    answers: [refused, { result: { data: OF_USERS } } as never],
  });
  expect(await takeEarly('payments.list', NEWEST)).toBeNull();
  expect(await answeredList()).toBeNull();
  expect(asked()).toHaveLength(1);
});

test('a request that fails says nothing', async () => {
  const { answeredSession, sendEarly } = await openAt('#/payments');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
  sendEarly();
  expect(await answeredSession()).toBeUndefined();
});
