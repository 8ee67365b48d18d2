import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeEventSource, stubEventSource } from '../../test/fakeEventSource.ts';
import { followLive } from './followLive.ts';
import type { LiveNews } from './liveConnection.ts';

/** One lock, as browsers have it: given to one at a time, in order. */
function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request(_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<unknown>) {
      const request = last.then(() => (signal.aborted ? Promise.reject(new Error('left')) : work()));
      last = request.catch(() => undefined);
      return request;
    },
  };
}

let stops: (() => void)[] = [];

/** A tab of the same browser. */
function openTab(person = 'priya') {
  const heard: LiveNews[] = [];
  const stop = followLive(person, (news) => heard.push(news));
  stops.push(stop);
  const changesHeard = () => heard.flatMap((news) => (news.kind === 'changes' ? news.changes : []));
  const countOf = (kind: LiveNews['kind']) => heard.filter((news) => news.kind === kind).length;
  return { heard, changesHeard, countOf, stop };
}

const opened = () => FakeEventSource.opened;
const newest = () => opened().at(-1) as FakeEventSource;
const settled = () => new Promise((done) => setTimeout(done, 30));

beforeEach(() => {
  stubEventSource();
  // Signing in again is announced to the page, which Node does not have.
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
});
afterEach(async () => {
  for (const stop of stops) stop();
  stops = [];
  await settled();
  Reflect.deleteProperty(navigator, 'locks');
});

test('ten tabs share one stream, and all hear what it tells', async () => {
  const tabs = Array.from({ length: 10 }, () => openTab());
  await vi.waitFor(() => expect(opened()).toHaveLength(1));
  newest().accept();
  newest().presence([{ name: 'Omar' }]);
  newest().reset('1.1');
  await settled();
  newest().send('2.2', ['payments', 'a']);
  await vi.waitFor(() => {
    for (const tab of tabs) expect(tab.changesHeard()).toEqual([['payments', 'a']]);
  });
  for (const tab of tabs) {
    expect(tab.countOf('viewers')).toBeGreaterThan(0);
    expect(tab.heard).toContainEqual({ kind: 'live', isLive: true });
  }
  expect(opened()).toHaveLength(1);
});

test('a tab that comes later loads again what it has read before, and knows who is there', async () => {
  openTab();
  await vi.waitFor(() => expect(opened()).toHaveLength(1));
  newest().accept();
  newest().reset('1.1');
  newest().presence([{ name: 'Omar' }]);
  const late = openTab();
  await vi.waitFor(() => expect(late.countOf('reset')).toBe(1));
  expect(late.heard).toContainEqual({ kind: 'viewers', viewers: [{ name: 'Omar' }], cursor: '1.1' });
  expect(late.heard[0]).toEqual({ kind: 'live', isLive: true });
});

test('when the tab with the stream is closed, the next one goes on from the last cursor', async () => {
  const [first, second] = [openTab(), openTab()];
  await vi.waitFor(() => expect(opened()).toHaveLength(1));
  newest().accept();
  newest().reset('1.1');
  await settled();
  newest().send('5.6', ['users', 'a']);
  await vi.waitFor(() => expect(second.changesHeard()).toHaveLength(1));
  first.stop();
  await vi.waitFor(() => expect(opened()).toHaveLength(2));
  expect(opened()[0]?.readyState).toBe(FakeEventSource.CLOSED);
  expect(newest().url).toMatch(/\?after=5\.6$/);
  newest().accept();
  newest().send('6.6', ['users', 'b']);
  expect(second.changesHeard()).toHaveLength(2);
  expect(first.changesHeard()).toHaveLength(1);
});

test('tabs of another person hear nothing', async () => {
  const other = openTab('omar');
  openTab('priya');
  await settled();
  newest().accept();
  newest().reset('1.1');
  newest().send('2.2', ['payments', 'a']);
  await settled();
  expect(other.changesHeard().length + openTab('omar').changesHeard().length).toBeLessThanOrEqual(1);
});
