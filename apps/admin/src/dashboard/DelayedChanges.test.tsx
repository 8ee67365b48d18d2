import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { CHANGE, changeRequest, securityOverview } from '../../test/rows.ts';
import { DelayedChanges } from './DelayedChanges.tsx';

const delayed = {
  id: CHANGE,
  summary: 'Publish version 4 of the withdrawal policy',
  makerName: 'Mia Maker',
  notBefore: '2026-11-04T10:00:00.000Z',
};

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
});

it('says which change takes effect by itself, when, and who asked for it', async () => {
  renderPage(desk, <DelayedChanges changes={[delayed]} />, { role: 'approver' });
  const link = await screen.findByRole('link', { name: delayed.summary });
  expect(link.getAttribute('href')).toBe(`/changeRequests/${CHANGE}/show`);
  expect(screen.getByRole('alert').textContent).toMatch(/Takes effect .*without another person.*Mia Maker/);
});

it('lets an approver cancel it there and then, with a note', async () => {
  desk.answer('changeRequests.cancel', () => changeRequest({ status: 'cancelled' }));
  const { person } = renderPage(desk, <DelayedChanges changes={[delayed]} />, { role: 'approver' });
  await person.click(await screen.findByRole('button', { name: /Cancel/ }));
  const asked = await screen.findByRole('dialog');
  expect(asked.textContent).toContain(delayed.summary);
  const note = screen.queryByRole('textbox');
  if (note) await person.type(note, 'no one asked for it');
  const buttons = screen.getAllByRole('button', { name: /Cancel/ });
  await person.click(buttons.at(-1) as HTMLElement);
  await waitFor(() => expect(desk.inputsOf('changeRequests.cancel')).toMatchObject([{ id: CHANGE }]));
});

it('offers no cancelling to an operator, and says nothing without such changes', async () => {
  renderPage(desk, <DelayedChanges changes={[delayed]} />, { role: 'operator' });
  await screen.findByRole('link', { name: delayed.summary });
  expect(screen.queryByRole('button', { name: /Cancel/ })).toBeNull();
});
