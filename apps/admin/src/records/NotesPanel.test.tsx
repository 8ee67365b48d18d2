import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA } from '../../test/rows.ts';
import type { Note } from '../providers/records.ts';
import { NotesPanel } from './NotesPanel.tsx';

const note = (changes: Partial<Note> = {}): Note => ({
  id: '0198c0de-0000-7000-8000-0000000000e1',
  action: 'addNote',
  text: 'called about the address',
  author: { kind: 'staff', id: '0198c0de-0000-7000-8000-0000000000b8', name: 'Olga Owner' },
  createdAt: '2026-11-03T10:00:00.000Z',
  redactedAt: null,
  ...changes,
});

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

const open = (
  props: Partial<Parameters<typeof NotesPanel>[0]> = {},
  role: 'viewer' | 'operator' = 'operator',
) => renderPage(desk, <NotesPanel notes={[]} action="users.addNote" id={ANNA} {...props} />, { role }).person;

const box = () => screen.findByRole('textbox', { name: 'Add a note' });

it('shows who wrote what and for which action, and that a text was removed', async () => {
  open({
    notes: [
      note(),
      note({ id: 'b', action: 'users.freeze', text: 'chargeback' }),
      note({ id: 'c', text: null, redactedAt: '2026-11-04T10:00:00.000Z' }),
    ],
  });
  const items = within(await screen.findByRole('list', { name: 'Notes' })).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^called about the address.*Olga Owner/),
    expect.stringMatching(/^chargebackUser frozen · .*Olga Owner/),
    expect.stringMatching(/^Removed when the user was anonymised\..*Olga Owner/),
  ]);
});

it('folds a long text, and opens it with the keyboard', async () => {
  const text = `${'long '.repeat(300)}end`;
  const person = open({ notes: [note({ text })] });
  const button = await screen.findByRole('button', { name: 'Show all' });
  expect(screen.queryByText(/end$/)).toBeNull();
  button.focus();
  await person.keyboard('{Enter}');
  expect((await screen.findByRole('button', { name: 'Show less' })).getAttribute('aria-expanded')).toBe(
    'true',
  );
  expect(screen.getByRole('listitem').textContent).toContain('end');
});

it('says that there are none, that they are loading, and why they could not be loaded', async () => {
  open();
  await screen.findByText('No notes yet.');
  open({ notes: undefined });
  await screen.findByRole('status', { name: 'Loading notes' });
  open({ notes: undefined, error: new Error('The desk does not respond.'), retry: () => undefined });
  await screen.findByText('The desk does not respond.');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
});

it('adds a note with the keyboard, and empties the box', async () => {
  desk.answer('users.addNote', ({ note: text }) => note({ text }));
  const person = open();
  const input = await box();
  await person.type(input, '  he asked for a refund ');
  await person.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() =>
    expect(desk.inputsOf('users.addNote')).toEqual([{ id: ANNA, note: 'he asked for a refund' }]),
  );
  await waitFor(() => expect((input as HTMLTextAreaElement).value).toBe(''));
});

it('sends nothing too short, and keeps the text when the desk refuses it', async () => {
  const person = open();
  await person.type(await box(), 'x');
  await person.click(screen.getByRole('button', { name: 'Add note' }));
  expect((await screen.findByRole('alert')).textContent).toBe('At least 3 characters.');
  expect(desk.inputsOf('users.addNote')).toEqual([]);
  desk.answer('users.addNote', () => {
    throw new Rejection('USER_ANONYMIZED', 'this user was anonymised');
  });
  await person.type(await box(), 'yz');
  await person.click(screen.getByRole('button', { name: 'Add note' }));
  await screen.findByText(/anonymised/i);
  expect(((await box()) as HTMLTextAreaElement).value).toBe('xyz');
});

it('offers the box to those who may write, and says why when nothing more is written', async () => {
  open({ notes: [note()] }, 'viewer');
  await screen.findByText('called about the address');
  expect(screen.queryByRole('textbox')).toBeNull();
});

it('says why nothing more is written about an anonymised user', async () => {
  open({ can: { allowed: false, why: 'This user was anonymised.' } });
  await screen.findByText('This user was anonymised.');
  expect(screen.queryByRole('textbox')).toBeNull();
});
