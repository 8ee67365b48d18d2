import { screen, waitFor, within } from '@testing-library/react';
import { useRefresh } from 'react-admin';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { payment, session, suspenseItem, withdrawal } from '../../test/rows.ts';
import { Bell } from './Bell.tsx';

const NONE = { data: [], total: 0, pageInfo: { hasNextPage: false, hasPreviousPage: false } };

const NEXT = '0198c0de-0000-7000-8000-0000000000ff';

function Refresh() {
  const refresh = useRefresh();
  return <button onClick={() => refresh()}>refresh</button>;
}

let desk: FakeDesk;
beforeEach(() => {
  localStorage.clear();
  desk = startFakeDesk();
  desk.answer('withdrawals.payoutState', () => ({ stop: null }));
  for (const name of ['changeRequests.list', 'suspense.list', 'payments.list'] as const)
    desk.answer(name, () => NONE);
  desk.answer('withdrawals.list', () => ({ ...NONE, data: [withdrawal()], total: 1 }));
});

it('counts what waits for the person, asks for exactly those rows, and shows it by kind', async () => {
  const { person } = renderPage(desk, <Bell />, { role: 'approver' });
  await person.click(await screen.findByRole('button', { name: 'Waiting for you: 1, 1 new' }));
  const inbox = await screen.findByRole('dialog', { name: 'Waiting for you' });
  const group = within(inbox).getByRole('region', { name: 'Withdrawals to approve: 1' });
  const link = within(group).getByRole('link', { name: /^Withdrawals to approve/ });
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toContain('{"forMe":true}');
  expect(desk.inputsOf('withdrawals.list')[0]).toMatchObject({ filter: { forMe: true } });
  await person.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says of each what it is, and of money without a price how much it is', async () => {
  desk.answer('suspense.list', () => ({
    ...NONE,
    data: [suspenseItem({ amountUsd: '0.00', status: 'open', amount: '40' })],
    total: 1,
  }));
  desk.answer('payments.list', () => ({
    ...NONE,
    data: [payment({ amountUsd: '20.00', needsAttention: 'finished_without_funds' })],
    total: 1,
  }));
  const { person } = renderPage(desk, <Bell />, { role: 'admin' });
  await person.click(await screen.findByRole('button', { name: /^Waiting for you: 3/ }));
  const inbox = await screen.findByRole('dialog', { name: 'Waiting for you' });
  const itemOf = (name: RegExp) =>
    within(within(inbox).getByRole('region', { name })).getAllByRole('listitem')[0];
  expect(itemOf(/^Suspense/)?.textContent).toMatch(/: 40 /);
  expect(itemOf(/^Payments/)?.textContent).toMatch(/^\$20\.00 in .+ · /);
});

it('what was marked as seen is not new any more, and the title says what is', async () => {
  const { person } = renderPage(desk, <Bell />, { role: 'approver' });
  const bell = await screen.findByRole('button', { name: 'Waiting for you: 1, 1 new' });
  expect(document.title).toMatch(/^\(1\)/);
  await person.click(bell);
  await person.click(await screen.findByRole('button', { name: 'Mark all as seen' }));
  await waitFor(() => expect(bell.getAttribute('aria-label')).toBe('Waiting for you: 1'));
  expect(document.title).not.toMatch(/^\(/);
});

it('asks the browser for notifications only when the person turns them on', async () => {
  const requestPermission = vi.fn(() => Promise.resolve('denied'));
  vi.stubGlobal('Notification', { permission: 'default', requestPermission });
  const { person } = renderPage(desk, <Bell />, { role: 'approver' });
  await person.click(await screen.findByRole('button', { name: /^Waiting for you: 1/ }));
  expect(requestPermission).not.toHaveBeenCalled();
  await person.click(await screen.findByRole('switch', { name: 'Notify me in this browser' }));
  expect(requestPermission).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

it('notifies of what comes while no page is visible, and not of what waited before', async () => {
  localStorage.setItem(`paydesk-notify ${session().id}`, 'yes');
  const notices: string[] = [];
  vi.stubGlobal(
    'Notification',
    class {
      static permission = 'granted';
      constructor(title: string) {
        notices.push(title);
      }
    },
  );
  const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  renderPage(
    desk,
    <>
      <Bell />
      <Refresh />
    </>,
    { role: 'approver' },
  );
  await screen.findByRole('button', { name: 'Waiting for you: 1, 1 new' });
  expect(notices).toEqual([]);
  desk.answer('withdrawals.list', () => ({
    ...NONE,
    data: [withdrawal({ id: NEXT }), withdrawal()],
    total: 2,
  }));
  screen.getByRole('button', { name: 'refresh', hidden: true }).click();
  await screen.findByRole('button', { name: 'Waiting for you: 2, 2 new' });
  expect(notices).toEqual(['Withdrawals to approve']);
  hidden.mockRestore();
  vi.unstubAllGlobals();
});

it('a viewer, who decides nothing, has nothing waiting', async () => {
  const { person } = renderPage(desk, <Bell />, { role: 'viewer' });
  await person.click(await screen.findByRole('button', { name: 'Waiting for you: 0' }));
  await screen.findByText('Nothing waits for you.');
  expect(desk.inputsOf('withdrawals.list')).toEqual([]);
});
