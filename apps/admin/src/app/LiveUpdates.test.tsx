import { act, screen, waitFor } from '@testing-library/react';
import { useQuery } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { FakeEventSource, stubEventSource } from '../../test/fakeEventSource.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { systemInfo } from '../../test/rows.ts';
import { ENDPOINT, webhookEndpoint } from '../../test/webhookRows.ts';
import { announceSignedIn, onSignedOut } from '../providers/authClient.ts';
import { PayoutStopBanner } from '../records/PayoutStopBanner.tsx';
import { WebhookEndpointShow } from '../webhookEndpoints/WebhookEndpointShow.tsx';
import { AdminMenu } from './AdminMenu.tsx';
import { LiveUpdates } from './LiveUpdates.tsx';
import { ProviderBanner, VerificationBanner } from './SystemBanners.tsx';

const STOP = {
  stoppedAt: '2026-11-03T10:00:00.000Z',
  stoppedBy: { id: '0198c0de-0000-7000-8000-0000000000b8', name: 'Olga Owner' },
  note: 'an address looks wrong',
};

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  stubEventSource();
  desk.answer('withdrawals.payoutState', () => ({ stop: null }));
});

const source = (): FakeEventSource => {
  const newest = FakeEventSource.opened.at(-1);
  if (!newest) throw new Error('no stream was opened');
  return newest;
};

/** Renders, and waits until the stream is requested. */
async function open(page = <PayoutStopBanner />): Promise<FakeEventSource> {
  renderPage(
    desk,
    <>
      <LiveUpdates />
      {page}
    </>,
    { role: 'approver' },
  );
  await waitFor(() => expect(FakeEventSource.opened).toHaveLength(1));
  return source();
}

it('shows what someone else has done, and again when it has ended', async () => {
  const stream = await open();
  act(() => stream.accept());
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState').length).toBeGreaterThan(0));
  desk.answer('withdrawals.payoutState', () => ({ stop: STOP }));
  act(() => stream.send('7.7', ['payoutStops', 'one']));
  await screen.findByText('All payouts are stopped');
  desk.answer('withdrawals.payoutState', () => ({ stop: null }));
  act(() => stream.send('8.8', ['payoutStops', 'one']));
  await waitFor(() => expect(screen.queryByText('All payouts are stopped')).toBeNull());
});

it('shows the banners of the verification and of the provider', async () => {
  const stream = await open(
    <>
      <VerificationBanner />
      <ProviderBanner />
    </>,
  );
  act(() => stream.accept());
  await waitFor(() => expect(desk.inputsOf('system.info').length).toBeGreaterThan(0));
  const lastVerification = {
    ok: false,
    finishedAt: STOP.stoppedAt,
    rows: 1,
    milliseconds: 1,
    problem: 'a changed row',
  };
  desk.answer('system.info', () =>
    systemInfo({
      lastVerification,
      providerCircuit: { state: 'open', since: STOP.stoppedAt, lastError: null },
    }),
  );
  act(() => stream.send('7.7', ['system', null]));
  await screen.findByText(/a changed row/);
  await screen.findByText('The payment provider cannot be reached');
});

it('counts in the menu what waits for this person', async () => {
  let total = 0;
  const rows = () => ({ data: [], total, nextCursor: null, previousCursor: null, totalIsExact: true });
  desk.answer('changeRequests.list', rows as never);
  const stream = await open(<AdminMenu />);
  act(() => stream.accept());
  await waitFor(() => expect(desk.inputsOf('changeRequests.list').length).toBeGreaterThan(0));
  total = 2;
  act(() => stream.send('7.7', ['changeRequests', 'one']));
  await screen.findByText('(2 for you)');
});

it('looks by itself only while the desk tells nothing', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 40 });
  const stream = await open();
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(1));
  act(() => stream.accept());
  await act(async () => await vi.advanceTimersByTimeAsync(120_000));
  expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(1);
  act(() => stream.lose());
  await act(async () => await vi.advanceTimersByTimeAsync(31_000));
  expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(2);
});

it('a stream that begins without a cursor loads again what was read before, one that goes on does not', async () => {
  const stream = await open();
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(1));
  await act(async () => await new Promise((done) => setTimeout(done, 20)));
  act(() => stream.accept());
  act(() => stream.reset('7.7'));
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(2));
  act(() => stream.lose());
  act(() => stream.accept());
  await act(async () => await new Promise((done) => setTimeout(done, 50)));
  expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(2);
});

it('a stream that was refused is requested again later, from where it was', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 40 });
  const stream = await open();
  act(() => stream.accept());
  act(() => stream.send('7.9', ['payoutStops', null]));
  act(() => stream.reject());
  expect(FakeEventSource.opened).toHaveLength(1);
  await act(async () => await vi.advanceTimersByTimeAsync(1_000));
  expect(FakeEventSource.opened).toHaveLength(2);
  expect(source().url).toMatch(/\?after=7\.9$/);
});

it('whoever has signed in again over the page is followed again, from where it was', async () => {
  const stream = await open();
  act(() => stream.accept());
  act(() => stream.send('7.9', ['payoutStops', null]));
  act(() => announceSignedIn());
  expect(stream.readyState).toBe(FakeEventSource.CLOSED);
  expect(FakeEventSource.opened).toHaveLength(2);
  expect(source().url).toMatch(/\?after=7\.9$/);
});

it('without locks, a hidden page follows nothing, and goes on where it was', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  const stream = await open();
  act(() => stream.accept());
  expect(stream.url).not.toContain('after=');
  act(() => stream.send('41.8', ['users', null]));
  visibility.mockReturnValue('hidden');
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(stream.readyState).toBe(FakeEventSource.CLOSED);
  visibility.mockReturnValue('visible');
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(FakeEventSource.opened).toHaveLength(2);
  expect(source().url).toMatch(/\?after=41\.8$/);
});

it('topics that this page does not know are ignored', async () => {
  const stream = await open();
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(1));
  act(() => stream.accept());
  act(() => stream.send('7.7', ['crystals', 'one'], ['payoutStops', null]));
  await waitFor(() => expect(desk.inputsOf('withdrawals.payoutState')).toHaveLength(2));
});

it('the page of a row is loaded again only when that row has changed', async () => {
  const reads: string[] = [];
  const Rows = () => {
    useQuery({ queryKey: ['payments', 'getOne', { id: '1' }], queryFn: () => reads.push('one') });
    useQuery({ queryKey: ['payments', 'getList', {}], queryFn: () => reads.push('list') });
    return null;
  };
  const stream = await open(<Rows />);
  await waitFor(() => expect(reads).toHaveLength(2));
  act(() => stream.accept());
  act(() => stream.send('7.7', ['payments', '2']));
  await waitFor(() => expect(reads).toEqual(['one', 'list', 'list']));
  act(() => stream.send('8.8', ['payments', '1']));
  await waitFor(() => expect(reads.filter((read) => read === 'one')).toHaveLength(2));
});

it('leaves the row in an open form as it is', async () => {
  const gets: unknown[] = [];
  const queries = { list: 0 };
  const Form = () => {
    useQuery({ queryKey: ['currencies', 'getOne', { id: '1' }], queryFn: () => gets.push(1) });
    useQuery({ queryKey: ['currencies', 'getList', {}], queryFn: () => (queries.list += 1) });
    return null;
  };
  const stream = await open(<Form />);
  await waitFor(() => expect(queries.list).toBe(1));
  act(() => stream.send('7.7', ['currencies', '1']));
  await waitFor(() => expect(queries.list).toBe(2));
  act(() => stream.reset('8.8'));
  await waitFor(() => expect(queries.list).toBe(3));
  expect(gets).toHaveLength(1);
});

it('an ended session shows the sign-in page at once', async () => {
  const stream = await open();
  act(() => stream.accept());
  const signedOut = vi.fn();
  const forget = onSignedOut(signedOut);
  desk.answer('system.session', () => {
    throw new Rejection('UNAUTHENTICATED');
  });
  act(() => stream.end('TIME'));
  expect(signedOut).not.toHaveBeenCalled();
  act(() => stream.end('UNAUTHENTICATED'));
  await waitFor(() => expect(signedOut).toHaveBeenCalled());
  forget();
});

it('who may see nothing yet receives nothing, until that changes', async () => {
  renderPage(desk, <LiveUpdates />, { person: { permissions: ['session.read'], mustEnrol: true } });
  await waitFor(() => expect(FakeEventSource.opened).toHaveLength(1));
  const before = desk.inputsOf('system.session').length;
  act(() => source().end('PERMISSION_DENIED'));
  await waitFor(() => expect(desk.inputsOf('system.session').length).toBeGreaterThan(before));
});

it('shows an endpoint that the desk has disabled just now', async () => {
  const none = { data: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };
  desk.answer('audit.list', () => none);
  desk.answer('webhookDeliveries.list', () => none);
  desk.answer('events.list', () => ({ data: [], nextCursor: '4711', hasMore: false }));
  desk.answer('webhookEndpoints.get', () => webhookEndpoint());
  renderPage(
    desk,
    <>
      <LiveUpdates />
      <WebhookEndpointShow />
    </>,
    { role: 'viewer', path: `/webhookEndpoints/${ENDPOINT}/show`, route: '/webhookEndpoints/:id/show' },
  );
  await waitFor(() => expect(FakeEventSource.opened).toHaveLength(1));
  await screen.findByText('Enabled');
  act(() => source().accept());
  desk.answer('webhookEndpoints.get', () => webhookEndpoint({ isEnabled: false, disabledReason: 'gone' }));
  act(() => source().send('7.7', ['webhookEndpoints', ENDPOINT]));
  // Sooner than the page looks again by itself.
  await screen.findByText(/answered that it is gone/, {}, { timeout: 2_000 });
});
