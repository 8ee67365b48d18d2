import { onlineManager, useQuery } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA, ledgerRow } from '../../test/rows.ts';
import { trpc } from '../providers/trpc.ts';
import { CommandDialog } from './CommandDialog.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});
afterEach(() => onlineManager.setOnline(true));

/** A page with a charge, which sends the dialog's idempotency key, and a row that is read from the desk. */
function Charge() {
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['transactions', 'row'],
    queryFn: () => trpc.transactions.get.query({ id: ledgerRow().id }),
  });
  return (
    <>
      <p>Newest row: {data?.description}</p>
      <button type="button" onClick={() => setOpen(true)}>
        Charge…
      </button>
      {open && (
        <CommandDialog
          title="Charge this user?"
          explain="Takes the amount out of the balance."
          fields={[
            { name: 'amountUsd', label: 'Amount in USD', kind: 'usd', required: true },
            { name: 'description', label: 'Description', minLength: 3, required: true },
          ]}
          confirmLabel="Charge"
          run={({ amountUsd = '', description = '' }, idempotencyKey) =>
            trpc.transactions.charge.mutate({ userId: ANNA, amountUsd, description, idempotencyKey })
          }
          done={(row) => `Posted ${row.amountDisplay}`}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

const confirm = () => screen.getByRole('button', { name: 'Charge' });
const amount = () => screen.getByRole('textbox', { name: /^Amount in USD/ });

async function open(person: UserEvent): Promise<void> {
  await person.click(screen.getByRole('button', { name: 'Charge…' }));
  await screen.findByRole('dialog', { name: 'Charge this user?' });
}

async function fillIn(person: UserEvent): Promise<void> {
  await person.type(amount(), ' 5.00 ');
  await person.type(screen.getByRole('textbox', { name: /^Description/ }), 'a coffee');
}

function start(): UserEvent {
  desk.answer('transactions.get', () => ledgerRow({ description: 'the first' }));
  return renderPage(desk, <Charge />).person;
}

const keys = () => desk.inputsOf('transactions.charge').map(({ idempotencyKey }) => idempotencyKey);

describe('before anything is sent', () => {
  it('Ctrl and Enter confirm, also where a button has the focus, which is not pressed', async () => {
    desk.answer('transactions.charge', () => ledgerRow());
    const person = start();
    await open(person);
    await fillIn(person);
    const back = screen.getByRole('button', { name: 'Back' });
    // False: what the browser does by itself, such as pressing the button, is prevented.
    expect(fireEvent.keyDown(back, { key: 'Enter', ctrlKey: true })).toBe(false);
    await screen.findByText(/^Posted/);
    expect(keys()).toHaveLength(1);
  });

  it('marks what is missing, and sends nothing', async () => {
    const person = start();
    await open(person);
    await person.click(confirm());
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
      'Please fill this in.',
      'Please fill this in.',
    ]);
    expect(keys()).toEqual([]);
  });

  it.each([
    ['5.001', 'An amount such as 99.99, with at most two places.'],
    ['1,500', 'Write 1234.50: a point before the decimal places, and no comma.'],
    ['1e3', 'An amount such as 99.99, with at most two places.'],
    ['five', 'An amount such as 99.99, with at most two places.'],
  ])('rejects the amount %s', async (text, message) => {
    const person = start();
    await open(person);
    await fillIn(person);
    await person.clear(amount());
    await person.type(amount(), text);
    await person.click(confirm());
    expect(screen.getByRole('alert').textContent).toBe(message);
    expect(keys()).toEqual([]);
  });

  it('is left by Back, and sends nothing', async () => {
    const person = start();
    await open(person);
    await fillIn(person);
    await person.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys()).toEqual([]);
  });
});

describe('when it is sent', () => {
  it('sends the trimmed values, closes, says what was done and loads the page again', async () => {
    const person = start();
    desk.answer('transactions.charge', () => ledgerRow({ amountDisplay: '-$5.00 USD' }));
    await screen.findByText('Newest row: the first');
    desk.answer('transactions.get', () => ledgerRow({ description: 'a coffee' }));
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect(await screen.findByText('Posted -$5.00 USD')).toBeDefined();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('Newest row: a coffee')).toBeDefined();
    expect(desk.inputsOf('transactions.charge')).toEqual([
      {
        userId: ANNA,
        amountUsd: '5.00',
        description: 'a coffee',
        idempotencyKey: expect.stringMatching(/^spa-[\da-f-]{36}$/),
      },
    ]);
  });

  it('sends a double click once', async () => {
    const person = start();
    const held = desk.hold('transactions.charge', () => ledgerRow());
    await open(person);
    await fillIn(person);
    await person.dblClick(confirm());
    await screen.findByRole('button', { name: 'Working…' });
    held.release();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys()).toHaveLength(1);
  });

  it('sends Enter pressed twice in one moment once', async () => {
    const person = start();
    const held = desk.hold('transactions.charge', () => ledgerRow());
    await open(person);
    await fillIn(person);
    const form = screen.getByRole('dialog').querySelector('form');
    // Both before the next render, which would disable the button.
    form?.requestSubmit();
    form?.requestSubmit();
    await screen.findByRole('button', { name: 'Working…' });
    held.release();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys()).toHaveLength(1);
  });

  it('cannot be left while the desk works on it', async () => {
    const person = start();
    const held = desk.hold('transactions.charge', () => ledgerRow());
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect((await screen.findByRole('button', { name: 'Working…' })).hasAttribute('disabled')).toBe(true);
    expect(screen.getByRole('button', { name: 'Back' }).hasAttribute('disabled')).toBe(true);
    // The disabled button gave up the focus: the keys go to the dialog.
    amount().focus();
    await person.keyboard('{Escape}');
    expect(screen.getByRole('dialog')).toBeDefined();
    held.release();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is not kept for later while the browser is offline', async () => {
    const person = start();
    desk.answer('transactions.charge', () => ledgerRow());
    await open(person);
    await fillIn(person);
    onlineManager.setOnline(false);
    await person.click(confirm());
    await waitFor(() => expect(keys()).toHaveLength(1));
  });
});

describe('when it fails', () => {
  it('stays open with the reason, and sends the same idempotency key again', async () => {
    const person = start();
    await screen.findByText('Newest row: the first');
    desk.answer('transactions.charge', () => {
      throw new Rejection('INTERNAL');
    });
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Something went wrong in the desk. It has been logged; please try again.',
    );
    desk.answer('transactions.charge', () => ledgerRow());
    await person.click(confirm());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys()).toHaveLength(2);
    expect(keys()[0]).toBe(keys()[1]);
  });

  it('begins with another idempotency key after it was closed', async () => {
    const person = start();
    desk.answer('transactions.charge', () => {
      throw new Rejection('INTERNAL');
    });
    for (let round = 0; round < 2; round += 1) {
      await open(person);
      await fillIn(person);
      await person.click(confirm());
      await screen.findByRole('alert');
      await person.click(screen.getByRole('button', { name: 'Back' }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
    expect(new Set(keys()).size).toBe(2);
  });

  it('shows an error about one field at the field, once', async () => {
    const person = start();
    desk.answer('transactions.charge', () => {
      throw new Rejection('INSUFFICIENT_FUNDS');
    });
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toBe(
      'The available balance does not cover this amount.',
    );
    expect(amount().getAttribute('aria-invalid')).toBe('true');
  });

  it('loads the page again, which another person may have changed', async () => {
    const person = start();
    await screen.findByText('Newest row: the first');
    desk.answer('transactions.get', () => ledgerRow({ description: 'of someone else' }));
    desk.answer('transactions.charge', () => {
      throw new Rejection('ILLEGAL_TRANSITION', 'this was done already');
    });
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toBe('This was done already.');
    expect(await screen.findByText('Newest row: of someone else')).toBeDefined();
  });

  it('says that the desk does not answer, and keeps what was typed', async () => {
    const person = start();
    desk.answer('transactions.charge', () => Promise.reject(new TypeError('Failed to fetch')));
    await open(person);
    await fillIn(person);
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toContain('The desk does not answer.');
    expect((amount() as HTMLInputElement).value).toBe(' 5.00 ');
  });
});
