import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, type OutputOf, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import type { DoctorCheck } from '../providers/records.ts';
import { DoctorPage } from './DoctorPage.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});
afterEach(() => void vi.useRealTimers());

const check = (changes: Partial<DoctorCheck>): DoctorCheck => ({
  name: 'disk',
  group: 'machine',
  title: 'Free space of the data folder',
  state: 'ok',
  found: '60 % of the disk are free.',
  advice: 'Remove files.',
  link: 'docs/operations.md#the-doctor',
  ...changes,
});
const report = (checks: DoctorCheck[], againInMs = -1): OutputOf<'system.doctor'> => ({
  checkedAt: new Date().toISOString(),
  againAt: new Date(Date.now() + againInMs).toISOString(),
  checks,
});

it('shows each state as a word, what to do only where there is something to do, and that first', async () => {
  const checks = [
    check({ name: 'node', title: 'Version of Node.js' }),
    check({ state: 'failed', found: '2 % of the disk are free.' }),
    check({
      name: 'worker',
      group: 'work',
      title: 'A worker runs',
      state: 'warning',
      advice: 'Start a worker.',
    }),
    check({
      name: 'provider',
      title: 'The provider answers',
      state: 'skipped',
      advice: 'Look at its status.',
    }),
  ];
  desk.answer('system.doctor', () => report(checks));
  renderPage(desk, <DoctorPage />, { role: 'viewer' });
  const machine = await screen.findByRole('region', { name: 'Machine and network' });
  const lines = within(machine).getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Failed .*2 % of the disk are free\..*What to do: Remove files\./),
    expect.stringMatching(/^In order Version of Node\.js\. (?!.*What to do)/),
    expect.stringMatching(/^Not checked The provider answers\. (?!.*What to do)/),
  ]);
  expect(screen.getByRole('region', { name: 'Operation' }).textContent).toContain('Warning');
  expect(screen.getByText('1 check failed · 1 warning')).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Backups' })).toBeNull();
});

it('“Check again” asks for a new report, once the server makes one', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  desk.answer('system.doctor', ({ again }) =>
    again ? report([check({ state: 'failed' })], 15_000) : report([check({})], 3_000),
  );
  const { person } = renderPage(desk, <DoctorPage />);
  const button = await screen.findByRole('button', { name: /^Check again in [23] s$/ });
  expect(screen.getByText('Nothing needs your attention.')).toBeTruthy();
  await person.click(button);
  expect(desk.inputsOf('system.doctor')).toEqual([{}]);
  await vi.advanceTimersByTimeAsync(4_000);
  await person.click(await screen.findByRole('button', { name: 'Check again' }));
  await screen.findByText('1 check failed');
  expect(desk.inputsOf('system.doctor')).toEqual([{}, { again: true }]);
  expect(screen.getByRole('button', { name: /^Check again in 1\d s$/ }).getAttribute('aria-disabled')).toBe(
    'true',
  );
});

it('says that it is loading, why it could not load, and that there is nothing to check', async () => {
  desk.answer('system.doctor', () => {
    throw new Rejection('INTERNAL', 'something went wrong');
  });
  const { person } = renderPage(desk, <DoctorPage />);
  expect(await screen.findByRole('status', { name: 'Loading' })).toBeTruthy();
  await screen.findByRole('alert');
  desk.answer('system.doctor', () => report([]));
  await person.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByText('There is nothing to check.')).toBeTruthy());
});
