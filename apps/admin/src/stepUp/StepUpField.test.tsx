import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeDesk, type OutputOf, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview, WITHDRAWAL, withdrawal } from '../../test/rows.ts';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { trpc } from '../providers/trpc.ts';

/** The idempotency keys that `run` was called with. */
const keys: string[] = [];

let desk: FakeDesk;
beforeEach(() => {
  keys.length = 0;
  desk = startFakeDesk();
  desk.answer('withdrawals.approve', () => withdrawal({ status: 'approved' }));
});

function Approve({ withdrawalUsd }: { withdrawalUsd?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Approve…
      </button>
      {open && (
        <CommandDialog
          title="Approve it?"
          explain="With your second factor."
          stepUp={() => ({ kind: 'approve', ids: [WITHDRAWAL] })}
          demand="policy"
          withdrawalUsd={withdrawalUsd}
          confirmLabel="Approve"
          run={(_values, key, proof) => {
            keys.push(key);
            return trpc.withdrawals.approve.mutate({ id: WITHDRAWAL, ...(proof && { proof }) });
          }}
          done="Approved"
          close={() => setOpen(false)}
        />
      )}
    </>
  );
}

async function open(
  overview: Partial<OutputOf<'security.overview'>> = {},
  withdrawalUsd?: string,
): Promise<UserEvent> {
  desk.answer('security.overview', () => securityOverview(overview));
  const { person } = renderPage(desk, <Approve {...(withdrawalUsd && { withdrawalUsd })} />);
  await person.click(screen.getByRole('button', { name: 'Approve…' }));
  await screen.findByRole('dialog', { name: 'Approve it?' });
  await waitFor(() => expect(screen.queryByRole('status', { name: /second factor/ })).toBeNull());
  return person;
}

const confirm = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Approve' });
const code = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Authentication code' });
const proofs = () => desk.inputsOf('withdrawals.approve').map(({ proof }) => proof);
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const reject = (...rejection: ConstructorParameters<typeof Rejection>) =>
  desk.answer('withdrawals.approve', () => {
    throw new Rejection(...rejection);
  });

describe('a code of the authenticator app', () => {
  it('is sent with its sixth digit, without the gap that people type', async () => {
    const person = await open();
    await person.type(await code(), '123 456');
    await closed();
    expect(proofs()).toEqual([{ kind: 'totp', code: '123456' }]);
    expect(await screen.findByText('Approved')).toBeDefined();
  });

  it('is not sent while digits are missing', async () => {
    const person = await open();
    await person.type(await code(), '12345{Enter}');
    expect((await screen.findByRole('alert')).textContent).toMatch(/six digits/);
    expect(proofs()).toEqual([]);
  });

  it('is sent once when Enter follows the sixth digit', async () => {
    const person = await open();
    const held = desk.hold('withdrawals.approve', () => withdrawal());
    await person.type(await code(), '123456{Enter}');
    await screen.findByRole('button', { name: 'Working…' });
    held.release();
    await closed();
    expect(proofs()).toHaveLength(1);
  });

  it('is emptied when it was wrong, and the next one goes with the same idempotency key', async () => {
    const person = await open();
    reject('SECOND_FACTOR_INVALID', 'wrong', { attemptsLeft: 4 });
    await person.type(await code(), '111111');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/^That code is not right/);
    expect(alert.textContent).not.toContain('left');
    await waitFor(async () => expect((await code()).value).toBe(''));
    desk.answer('withdrawals.approve', () => withdrawal());
    await person.type(await code(), '222222');
    await closed();
    expect(proofs()).toEqual([
      { kind: 'totp', code: '111111' },
      { kind: 'totp', code: '222222' },
    ]);
    expect(keys[0]).toBe(keys[1]);
  });

  it.each([
    [2, '2 attempts are left before a pause.'],
    [1, '1 attempt is left before a pause.'],
  ])('warns when %i attempts are left', async (attemptsLeft, words) => {
    const person = await open();
    reject('SECOND_FACTOR_INVALID', 'wrong', { attemptsLeft });
    await person.type(await code(), '111111');
    expect((await screen.findByRole('alert')).textContent).toContain(words);
  });
});

describe('a recovery code', () => {
  it('is sent without the spaces around it', async () => {
    const person = await open();
    await person.click(await screen.findByRole('button', { name: 'Use a recovery code' }));
    await person.type(screen.getByRole('textbox', { name: 'Recovery code' }), ' abcd-efgh-1234 {Enter}');
    await closed();
    expect(proofs()).toEqual([{ kind: 'recoveryCode', code: 'abcd-efgh-1234' }]);
  });

  it('is not sent when it is too short to be one', async () => {
    const person = await open();
    await person.click(await screen.findByRole('button', { name: 'Use a recovery code' }));
    await person.type(screen.getByRole('textbox', { name: 'Recovery code' }), 'abcd{Enter}');
    expect((await screen.findByRole('alert')).textContent).toBe('Enter one of your recovery codes.');
    expect(proofs()).toEqual([]);
  });

  it('has its own message when it is wrong', async () => {
    const person = await open();
    await person.click(await screen.findByRole('button', { name: 'Use a recovery code' }));
    reject('SECOND_FACTOR_INVALID', 'wrong', { attemptsLeft: 4 });
    await person.type(screen.getByRole('textbox', { name: 'Recovery code' }), 'abcd-efgh-1234{Enter}');
    expect((await screen.findByRole('alert')).textContent).toMatch(/^That recovery code is not right/);
  });

  it('begins empty after a change of the method', async () => {
    const person = await open();
    await person.type(await code(), '123');
    await person.click(screen.getByRole('button', { name: 'Use a recovery code' }));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Recovery code' }).value).toBe('');
    await person.click(screen.getByRole('button', { name: 'Use a code of the authenticator app' }));
    expect((await code()).value).toBe('');
  });
});

describe('a lock after too many wrong attempts', () => {
  const START = new Date('2026-11-03T10:00:00Z');
  const inSeconds = (seconds: number) => new Date(START.getTime() + seconds * 1000).toISOString();
  beforeEach(() => vi.useFakeTimers({ now: START, shouldAdvanceTime: true }));

  it('counts down to the next attempt, and then asks again', async () => {
    const person = await open();
    reject('SECOND_FACTOR_LOCKED', 'locked', { retryAt: inSeconds(90) });
    await person.type(await code(), '111111');
    const timer = await screen.findByRole('timer');
    expect(timer.textContent).toMatch(/^1:(30|2\d)$/);
    expect(confirm().disabled).toBe(true);
    expect(screen.queryByRole('textbox')).toBeNull();
    vi.advanceTimersByTime(60_000);
    await waitFor(() => expect(timer.textContent).toMatch(/^0:(30|2\d)$/));
    vi.advanceTimersByTime(30_000);
    desk.answer('withdrawals.approve', () => withdrawal());
    await person.type(await code(), '222222');
    await closed();
    expect(proofs()).toHaveLength(2);
  });

  it('is shown at once when it began elsewhere', async () => {
    await open({ lockedUntil: inSeconds(3700) });
    expect((await screen.findByRole('timer')).textContent).toMatch(/^1 h 01 min$/);
    expect(confirm().disabled).toBe(true);
  });
});

describe('a passkey', () => {
  const bytes = (text: string) => new TextEncoder().encode(text).buffer;
  const getCredential = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>();
  const signed = {
    id: 'cGFzc2tleQ',
    rawId: bytes('passkey'),
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response: {
      clientDataJSON: bytes('client data'),
      authenticatorData: bytes('authenticator data'),
      signature: bytes('signature'),
      userHandle: null,
    },
    getClientExtensionResults: () => ({}),
  };

  const challengeWith = (passkeyOptions: OutputOf<'security.challenge'>['passkeyOptions']) =>
    desk.answer('security.challenge', () => ({
      challenge: 'Y2hhbGxlbmdl',
      isRequired: true,
      methods: ['passkey', 'totp'],
      lockedUntil: null,
      passkeyOptions,
    }));

  beforeEach(() => {
    vi.stubGlobal('PublicKeyCredential', class {});
    Object.defineProperty(navigator, 'credentials', { value: { get: getCredential }, configurable: true });
    getCredential.mockReset().mockResolvedValue(signed);
    challengeWith({
      challenge: 'Y2hhbGxlbmdl',
      rpId: 'localhost',
      allowCredentials: [],
      userVerification: 'required',
    });
  });
  afterEach(() => {
    vi.stubGlobal('PublicKeyCredential', undefined);
    Reflect.deleteProperty(navigator, 'credentials');
  });

  it('signs exactly what is confirmed', async () => {
    const person = await open({ methods: ['passkey', 'totp'] });
    await person.click(confirm());
    await closed();
    expect(desk.inputsOf('security.challenge')).toEqual([{ kind: 'approve', ids: [WITHDRAWAL] }]);
    expect(proofs()).toEqual([
      {
        kind: 'passkey',
        answer: {
          id: 'cGFzc2tleQ',
          rawId: 'cGFzc2tleQ',
          type: 'public-key',
          authenticatorAttachment: 'platform',
          clientExtensionResults: {},
          response: {
            clientDataJSON: 'Y2xpZW50IGRhdGE',
            authenticatorData: 'YXV0aGVudGljYXRvciBkYXRh',
            signature: 'c2lnbmF0dXJl',
          },
        },
      },
    ]);
  });

  it('that the person cancels sends nothing, and can be tried again', async () => {
    const person = await open({ methods: ['passkey', 'totp'] });
    getCredential.mockRejectedValueOnce(new DOMException('from the browser', 'NotAllowedError'));
    await person.click(confirm());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Nothing was sent');
    expect(alert.className).toMatch(/info/i);
    expect(proofs()).toEqual([]);
    await person.click(confirm());
    await closed();
    expect(proofs()).toHaveLength(1);
  });

  it('is asked for once on a double click', async () => {
    await open({ methods: ['passkey', 'totp'] });
    const gate = Promise.withResolvers<unknown>();
    getCredential.mockReturnValue(gate.promise);
    const form = screen.getByRole('dialog').querySelector('form');
    // Both before the next render, which would disable the button.
    form?.requestSubmit();
    form?.requestSubmit();
    expect(await screen.findByText(/Your device asks/)).toBeDefined();
    gate.resolve(signed);
    await closed();
    expect(getCredential).toHaveBeenCalledOnce();
    expect(proofs()).toHaveLength(1);
  });

  it('of another address of the desk cannot be used, and a code can', async () => {
    const person = await open({ methods: ['passkey', 'totp'] });
    challengeWith(null);
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toMatch(/Use a code instead/);
    await person.click(screen.getByRole('button', { name: 'Use a code of the authenticator app' }));
    expect(screen.queryByRole('alert')).toBeNull();
    await person.type(await code(), '123456');
    await closed();
    expect(proofs()).toEqual([{ kind: 'totp', code: '123456' }]);
  });

  it('is not offered by a browser that has none', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined);
    await open({ methods: ['passkey', 'totp'] });
    expect(await code()).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Use a passkey' })).toBeNull();
  });
});

describe('a withdrawal in the highest band', () => {
  it('offers adding a passkey to a person with codes only, and takes no code', async () => {
    await open({}, '1000.00');
    const link = await screen.findByRole('link', { name: 'Add a passkey' });
    expect(link.getAttribute('href')).toBe('/security');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(confirm().disabled).toBe(true);
  });

  it('takes a code below it', async () => {
    const person = await open({}, '999.99');
    await person.type(await code(), '123456');
    await closed();
    expect(proofs()).toHaveLength(1);
  });

  it('offers no code to a person with both', async () => {
    vi.stubGlobal('PublicKeyCredential', class {});
    await open({ methods: ['passkey', 'totp'] }, '1000.00');
    expect(await screen.findByText(/Your passkey signs exactly this/)).toBeDefined();
    expect(screen.queryByRole('button', { name: /Use a code/ })).toBeNull();
    vi.stubGlobal('PublicKeyCredential', undefined);
  });

  it('shows what the desk says when it needs a passkey after all', async () => {
    const person = await open({}, '20.00');
    reject('PASSKEY_REQUIRED', 'a withdrawal of this amount needs a passkey', { methods: [] });
    await person.type(await code(), '111111');
    expect((await screen.findByRole('alert')).textContent).toContain('needs a passkey');
  });

  it('asks nothing of a person without any second factor where none is required', async () => {
    await open({ methods: [], isRequired: false, secondFactor: 'ifEnrolled' }, '1000.00');
    await waitFor(() => expect(confirm().disabled).toBe(false));
  });
});

describe('where no second factor is there', () => {
  it('asks for none when the policy does not require it', async () => {
    const person = await open({ methods: [], isRequired: false, secondFactor: 'ifEnrolled' });
    await waitFor(() => expect(confirm().disabled).toBe(false));
    expect(screen.queryByRole('group', { name: 'Second factor' })).toBeNull();
    await person.click(confirm());
    await closed();
    expect(proofs()).toEqual([undefined]);
  });

  it('leads to the security page when the policy requires one', async () => {
    await open({ methods: [] });
    const link = await screen.findByRole('link', { name: /Set up a passkey/ });
    expect(link.getAttribute('href')).toBe('/security');
    expect(confirm().disabled).toBe(true);
  });

  it('asks for it when the desk requires one meanwhile, and sends the same idempotency key', async () => {
    const person = await open({ methods: [], isRequired: false, secondFactor: 'ifEnrolled' });
    await waitFor(() => expect(confirm().disabled).toBe(false));
    reject('SECOND_FACTOR_REQUIRED', 'this needs your second factor');
    // It was set up in another tab.
    desk.answer('security.overview', () => securityOverview());
    await person.click(confirm());
    expect((await screen.findByRole('alert')).textContent).toMatch(/second factor/);
    desk.answer('withdrawals.approve', () => withdrawal());
    await person.type(await code(), '123456');
    await closed();
    expect(proofs()).toEqual([undefined, { kind: 'totp', code: '123456' }]);
    expect(keys[0]).toBe(keys[1]);
  });

  it('can be looked up again when the desk did not answer', async () => {
    desk.answer('security.overview', () => {
      throw new Rejection('RATE_LIMITED');
    });
    const { person } = renderPage(desk, <Approve />);
    await person.click(screen.getByRole('button', { name: 'Approve…' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be looked up/);
    expect(confirm().disabled).toBe(true);
    desk.answer('security.overview', () => securityOverview());
    await person.click(screen.getByRole('button', { name: 'Try again' }));
    await person.type(await code(), '123456');
    await closed();
    expect(proofs()).toHaveLength(1);
  });
});
