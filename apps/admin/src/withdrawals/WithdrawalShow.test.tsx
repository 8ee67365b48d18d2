import type { StaffRole } from '@paydesk/types/rules';
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { review, securityOverview, WITHDRAWAL, withdrawal } from '../../test/rows.ts';
import { startWithdrawalDesk } from '../../test/withdrawalDesk.ts';
import { queryClient } from '../providers/queryClient.ts';
import { WithdrawalShow } from './WithdrawalShow.tsx';

const NEXT = '0198c0de-0000-7000-8000-0000000000f2';
const HASH = 'cd'.repeat(32);

type Changes = NonNullable<Parameters<typeof review>[0]>;

let desk: FakeDesk;
beforeEach(() => {
  desk = startWithdrawalDesk();
});

const open = (changes: Changes = {}, role?: StaffRole) => openQueue(() => changes, role);

/** The same where several withdrawals are looked at: `changesOf` is given their ids. */
async function openQueue(
  changesOf: (id: string) => Changes,
  role: StaffRole = 'approver',
): Promise<UserEvent> {
  desk.answer('withdrawals.review', ({ id }) => {
    const changes = changesOf(id);
    return review({ ...changes, withdrawal: { id, ...changes.withdrawal } });
  });
  const { person } = renderPage(desk, <WithdrawalShow />, {
    role,
    path: `/withdrawals/${WITHDRAWAL}/show`,
    route: '/withdrawals/:id/show',
  });
  await screen.findByRole('region', { name: 'Policy' });
  return person;
}

const actions = () => screen.findByRole('region', { name: 'Actions' });
const action = async (name: RegExp) => within(await actions()).findByRole('button', { name });
/** The first words of each offered action: "Approve", without what it leads to. */
const offered = async () =>
  (await within(await actions()).findAllByRole('button')).map(
    ({ textContent }) => (textContent ?? '').split('– ')[0],
  );
const dialog = (name: RegExp | string) => screen.findByRole('dialog', { name });
async function paste(person: UserEvent, input: HTMLElement, text: string): Promise<void> {
  await person.click(input);
  await person.paste(text);
}
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

describe('what is offered', () => {
  it.each([
    [{ status: 'pending' }, false, ['Approve', 'Reject', 'Cancel withdrawal']],
    [{ status: 'approved' }, false, ['Start sending', 'Record as paid', 'Reject', 'Cancel withdrawal']],
    [
      { status: 'approved' },
      true,
      ['Send through the provider', 'Start sending', 'Record as paid', 'Reject', 'Cancel withdrawal'],
    ],
    [{ status: 'processing' }, true, ['Record as paid', 'Return to approved']],
  ] as const)('of a withdrawal with %j, payouts on: %s', async (changes, payoutsOn, names) => {
    await open({ withdrawal: changes, payoutsOn });
    await waitFor(async () => expect(await offered()).toEqual(names));
  });

  it.each(['completed', 'rejected', 'cancelled'] as const)('is nothing once it is %s', async (status) => {
    await open({ withdrawal: { status } });
    expect(screen.queryByRole('region', { name: 'Actions' })).toBeNull();
  });

  it('is nothing to a viewer, with the reason', async () => {
    await open({}, 'viewer');
    expect((await actions()).textContent).toContain('Your role can only view withdrawals.');
    expect(within(await actions()).queryByRole('button')).toBeNull();
  });
});

describe('an action that is not allowed', () => {
  it.each([
    ['approve', /^Approve/, 'pending', 'You requested this withdrawal.'],
    ['reject', /^Reject/, 'pending', 'Your role does not allow this.'],
    ['cancel', /^Cancel withdrawal/, 'pending', 'A withdrawal that is sent cannot be cancelled.'],
    ['startProcessing', /^Start sending/, 'approved', 'The rate has expired: fix a new one first.'],
    ['payOut', /^Send through/, 'approved', 'You approved this withdrawal.'],
    ['complete', /^Record as paid/, 'approved', 'The policy makes it wait: a new address.'],
    ['returnToApproved', /^Return to approved/, 'processing', 'A payout is under way.'],
  ] as const)('(%s) says why, and opens nothing', async (name, label, status, why) => {
    const person = await open({
      withdrawal: { status },
      payoutsOn: true,
      may: { [name]: { allowed: false, why } },
    });
    const button = await action(label);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(why);
    // The reason can be reached with the keyboard.
    expect(button.hasAttribute('disabled')).toBe(false);
    await person.click(button);
    button.focus();
    await person.keyboard('{Enter}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('approving', () => {
  it('repeats amount, network and the address in full, and sends the note', async () => {
    const person = await open({
      withdrawal: { walletAddress: 'EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N', extraId: '4711' },
    });
    await person.click(await action(/^Approve/));
    const asked = await dialog('Approve this withdrawal?');
    for (const text of ['$25.00 USD', 'Tron (TRC20)', '4711'])
      expect(within(asked).getByText(text)).toBeDefined();
    expect(asked.textContent).toContain('EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N');
    desk.answer('withdrawals.approve', () => withdrawal({ status: 'approved' }));
    await person.click(within(asked).getByRole('button', { name: 'Add a note' }));
    await person.type(within(asked).getByRole('textbox', { name: 'Note (optional)' }), ' compared by phone ');
    await person.click(within(asked).getByRole('button', { name: /^Approve/ }));
    await closed();
    expect(desk.inputsOf('withdrawals.approve')).toEqual([{ id: WITHDRAWAL, note: 'compared by phone' }]);
  });

  it('leads to the next one that waits', async () => {
    const person = await open({ queue: { position: 1, total: 2, previousId: null, nextId: NEXT } });
    desk.answer('withdrawals.approve', () => withdrawal({ status: 'approved' }));
    await person.click(await action(/^Approve/));
    await person.click(within(await dialog(/^Approve/)).getByRole('button', { name: /^Approve/ }));
    const banner = (await screen.findByText(/Another person can send it/)).closest('[role="alert"]');
    expect(
      within(banner as HTMLElement)
        .getByRole('link', { name: 'Next' })
        .getAttribute('href'),
    ).toBe(`/withdrawals/${NEXT}/show`);
  });

  it('says that more people have to approve', async () => {
    const person = await open({ withdrawal: { requiredApprovals: 3 } });
    await person.click(await action(/^Approve/));
    expect((await dialog(/^Approve/)).textContent).toContain(
      'No money moves yet: 2 more people have to approve after you.',
    );
  });

  it('offers nothing more when another person was faster', async () => {
    const person = await open();
    await person.click(await action(/^Approve/));
    desk.answer('withdrawals.approve', () => {
      throw new Rejection('ILLEGAL_TRANSITION', 'this withdrawal is rejected');
    });
    desk.answer('withdrawals.review', () => review({ withdrawal: { status: 'rejected' } }));
    const asked = await dialog(/^Approve/);
    await person.click(within(asked).getByRole('button', { name: /^Approve/ }));
    // The withdrawal can no longer be approved: the action is gone, and its dialog with it.
    expect(await screen.findByText('Rejected')).toBeDefined();
    expect(screen.queryByRole('region', { name: 'Actions' })).toBeNull();
    expect(desk.inputsOf('withdrawals.approve')).toHaveLength(1);
  });
});

describe('rejecting', () => {
  it('needs a reason, which is sent', async () => {
    const person = await open();
    await person.click(await action(/^Reject/));
    const asked = await dialog('Reject this withdrawal?');
    const button = within(asked).getByRole('button', { name: 'Reject – returns $25.00 to the user' });
    await person.click(button);
    expect(within(asked).getByRole('alert').textContent).toBe('Please fill this in.');
    await person.type(within(asked).getByRole('textbox', { name: /^Reason/ }), 'no');
    expect(within(asked).getByRole('alert').textContent).toBe('At least 3 characters.');
    desk.answer('withdrawals.reject', () => withdrawal({ status: 'rejected' }));
    await person.type(within(asked).getByRole('textbox', { name: /^Reason/ }), ' such address');
    await person.click(button);
    expect(await screen.findByText(/\$25\.00 were returned to the user\./)).toBeDefined();
    expect(desk.inputsOf('withdrawals.reject')).toEqual([{ id: WITHDRAWAL, reason: 'no such address' }]);
  });
});

describe('recording it as paid', () => {
  const RATE = {
    status: 'approved',
    cryptoAmount: '23.51',
    rateUsd: '0.9995',
    rateExpiresAt: '2026-11-03T10:15:00.000Z',
  } as const;

  it('sends the hash; the amount may stay empty while the rate holds', async () => {
    const person = await open({ withdrawal: RATE });
    await person.click(await action(/^Record as paid/));
    const asked = await dialog('Record this withdrawal as paid?');
    expect(within(asked).getByText('Leave empty if it was 23.51.')).toBeDefined();
    desk.answer('withdrawals.complete', () => withdrawal({ status: 'completed' }));
    const submit = within(asked).getByRole('button', {
      name: 'Record as paid – deducts $25.00 from the balance',
    });
    await person.click(submit);
    expect(within(asked).getByRole('alert').textContent).toBe('Please fill this in.');
    await paste(person, within(asked).getByRole('textbox', { name: /^Transaction hash/ }), ` ${HASH} `);
    await person.click(submit);
    await closed();
    expect(desk.inputsOf('withdrawals.complete')).toEqual([{ id: WITHDRAWAL, transactionHash: HASH }]);
  });

  it('needs the amount that was sent once the rate has expired', async () => {
    const person = await open({ withdrawal: { ...RATE, rateExpiresAt: '2026-11-03T09:59:59.000Z' } });
    await person.click(await action(/^Record as paid/));
    const asked = await dialog('Record this withdrawal as paid?');
    const submit = within(asked).getByRole('button', { name: /^Record as paid/ });
    await paste(person, within(asked).getByRole('textbox', { name: /^Transaction hash/ }), HASH);
    await person.click(submit);
    expect(within(asked).getByRole('alert').textContent).toBe('Please fill this in.');
    desk.answer('withdrawals.complete', () => withdrawal({ status: 'completed' }));
    await person.type(within(asked).getByRole('textbox', { name: /^Amount sent in USDT/ }), '23.4');
    await person.click(submit);
    await closed();
    expect(desk.inputsOf('withdrawals.complete')).toEqual([
      { id: WITHDRAWAL, transactionHash: HASH, cryptoAmount: '23.4' },
    ]);
  });

  it('is sent with the code that was asked for in the dialog', async () => {
    desk.answer('security.overview', () => securityOverview());
    const person = await open({ withdrawal: RATE });
    await person.click(await action(/^Record as paid/));
    const asked = await dialog('Record this withdrawal as paid?');
    await paste(person, within(asked).getByRole('textbox', { name: /^Transaction hash/ }), HASH);
    desk.answer('withdrawals.complete', () => withdrawal({ status: 'completed' }));
    await person.type(await within(asked).findByRole('textbox', { name: 'Authentication code' }), '123456');
    await closed();
    expect(desk.inputsOf('withdrawals.complete')).toEqual([
      { id: WITHDRAWAL, transactionHash: HASH, proof: { kind: 'totp', code: '123456' } },
    ]);
  });
});

describe('a withdrawal that was tampered with', () => {
  const TAMPERED = {
    withdrawal: {
      isIntact: false,
      approvals: [
        {
          id: '1',
          staffId: '2',
          staffName: 'Cleo Codes',
          note: null,
          stepUp: 'totp',
          isForThisPayload: false,
          createdAt: '2026-11-03T10:01:00.000Z',
        },
      ],
    },
  } satisfies Changes;

  it('raises an alarm, and can only be rejected', async () => {
    await open(TAMPERED, 'admin');
    expect(
      (await screen.findByText('This withdrawal was tampered with')).closest('[role="alert"]'),
    ).not.toBeNull();
    expect(await offered()).toEqual(['Reject']);
    expect(within(screen.getByRole('region', { name: 'Policy' })).getByText(/never passes/)).toBeDefined();
  });

  it('does not count approvals that were given for different content', async () => {
    await open(TAMPERED);
    const approvals = await screen.findByRole('region', { name: 'Approvals: 0 of 1' });
    expect(within(approvals).getByText(/^Does not count/)).toBeDefined();
  });

  it('cannot be paid once it is on its way', async () => {
    await open({ withdrawal: { ...TAMPERED.withdrawal, status: 'processing' } }, 'admin');
    expect(await screen.findByText('This withdrawal was tampered with')).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Record as paid/ })).toBeNull();
  });

  it('is announced only then', async () => {
    await open();
    expect(screen.queryByText('This withdrawal was tampered with')).toBeNull();
  });
});

describe('the address', () => {
  const OWN = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE';
  const OTHER = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcXLSE';
  const panel = () => screen.getByRole('region', { name: 'Address' });

  it('that looks like another one is laid beside it, with the places that differ', async () => {
    await open({
      address: {
        lookAlike: {
          address: OTHER,
          message: 'Same beginning and end.',
          lastUsedAt: '2026-10-30T10:00:00.000Z',
        },
      },
    });
    const alert = within(panel()).getByRole('alert');
    expect(alert.textContent).toContain('Same beginning and end.');
    const comparison = within(alert).getByRole('img');
    expect(comparison.getAttribute('aria-label')).toBe(`This request: ${OWN}. Looks like: ${OTHER}.`);
    expect(within(alert).getByRole('figure').textContent).toContain('They differ in character 31 of 34.');
    // Group under group: the eighth one differs.
    expect(comparison.textContent).toContain('KcbLKcXL');
  });

  it('without a look-alike raises no alarm', async () => {
    await open();
    expect(within(panel()).queryByRole('alert')).toBeNull();
  });

  it.each([
    [{ paidBefore: 2 }, /was paid at this address twice before/],
    [{ earlierRequests: 3 }, /requested it 3 times before, but was never paid here/],
    [{}, /never used this address/],
  ])('with the history %j', async (address, words) => {
    await open({ address });
    expect(within(panel()).getByText(words)).toBeDefined();
  });

  it('that other users asked for too names them', async () => {
    const otherUsers = [
      { userId: NEXT, username: 'Mallory', requests: 1, lastAt: '2026-11-02T10:00:00.000Z' },
    ];
    await open({ address: { otherUsers } });
    const list = within(panel()).getByRole('list', { name: 'Other users' });
    expect(within(list).getByRole('link', { name: 'Mallory' }).getAttribute('href')).toBe(
      `/users/${NEXT}/show`,
    );
  });
});

describe('the fixed rate', () => {
  const SERVER = new Date('2026-11-03T10:00:00Z').getTime();
  const at = (seconds: number) => new Date(SERVER + seconds * 1000).toISOString();
  const approved = (seconds: number | null): Changes => ({
    withdrawal: {
      status: 'approved',
      cryptoAmount: '23.51',
      rateUsd: '0.9995',
      rateExpiresAt: seconds === null ? null : at(seconds),
    },
    serverTime: at(0),
  });
  const fix = () => screen.findByRole('button', { name: 'Fix new rate' });

  it('counts down by the clock of the desk, and then asks for a new one', async () => {
    // This computer is an hour ahead of the desk.
    vi.useFakeTimers({ now: SERVER + 3_600_000, shouldAdvanceTime: true });
    await open(approved(90));
    expect(await screen.findByText('The rate is valid for 2 min')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Fix new rate' })).toBeNull();
    // The desk does not answer meanwhile: the countdown is the page's own.
    desk.answer('withdrawals.review', () => Promise.reject(new TypeError('Failed to fetch')));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await screen.findByText(/^The rate is valid for (30|2\d) s$/)).toBeDefined();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await screen.findByText('The rate has expired')).toBeDefined();
    expect(await fix()).toBeDefined();
  });

  it('is fixed again with one request', async () => {
    const person = await open(approved(-1));
    const held = desk.hold('withdrawals.refreshRate', () => withdrawal());
    await person.dblClick(await fix());
    held.release();
    expect(await screen.findByText('New rate fixed')).toBeDefined();
    expect(desk.inputsOf('withdrawals.refreshRate')).toEqual([{ id: WITHDRAWAL }]);
  });

  it('that the provider could not offer can be fixed later', async () => {
    await open(approved(null));
    expect(await screen.findByText(/No rate is fixed/)).toBeDefined();
    expect(await fix()).toBeDefined();
  });

  it('cannot be fixed while a payout is under way, and says so', async () => {
    const why = 'A payout through the provider is under way.';
    const person = await open({ ...approved(-1), may: { refreshRate: { allowed: false, why } } });
    const button = await fix();
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(why);
    await person.click(button);
    expect(desk.inputsOf('withdrawals.refreshRate')).toEqual([]);
  });

  it('is fixed by those who may pay alone', async () => {
    await open(approved(-1), 'operator');
    expect(await screen.findByText('The rate has expired')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Fix new rate' })).toBeNull();
  });
});

describe('the page', () => {
  it('keeps what it shows, and says so, when the desk stops answering', async () => {
    await open();
    desk.answer('withdrawals.review', () => {
      throw new Rejection('RATE_LIMITED');
    });
    void queryClient.invalidateQueries({ queryKey: ['withdrawals', 'review'] });
    expect(await screen.findByText(/The desk does not respond/)).toBeDefined();
    expect(screen.getByRole('heading', { level: 1, name: /\$25\.00 in USDT/ })).toBeDefined();
  });

  it('goes on to the next with a key, but not while someone types', async () => {
    const person = await openQueue((id) =>
      id === NEXT
        ? { withdrawal: { amountUsd: '77.00' } }
        : { queue: { position: 1, total: 2, previousId: null, nextId: NEXT } },
    );
    await person.click(await action(/^Reject/));
    await person.type(within(await dialog(/^Reject/)).getByRole('textbox', { name: /^Reason/ }), 'j');
    await person.click(screen.getByRole('button', { name: 'Back' }));
    await closed();
    expect(screen.getByRole('heading', { level: 1, name: /\$25\.00/ })).toBeDefined();
    await person.keyboard('j');
    expect(await screen.findByRole('heading', { level: 1, name: /\$77\.00/ })).toBeDefined();
  });
});

it('keeps the dialog with its reason when someone else was faster', async () => {
  let status: 'pending' | 'approved' = 'pending';
  desk.answer('withdrawals.approve', () => {
    status = 'approved';
    throw new Rejection(
      'ILLEGAL_TRANSITION',
      'Only a pending withdrawal can be approved; this one is approved.',
    );
  });
  const person = await openQueue(() => ({ withdrawal: { status } }));
  await person.click(await action(/^Approve/));
  const asked = await dialog('Approve this withdrawal?');
  await person.click(within(asked).getByRole('button', { name: /^Approve/ }));
  await within(asked).findByText(/Only a pending withdrawal can be approved/);
  // The page shows the new state behind it.
  await waitFor(() => expect(desk.inputsOf('withdrawals.review').length).toBeGreaterThan(1));
  await waitFor(() => expect(document.body.textContent).toContain('Start sending'));
  expect(within(await dialog('Approve this withdrawal?')).getByText(/this one is approved/)).toBeDefined();
  await person.click(within(asked).getByRole('button', { name: 'Back' }));
  await closed();
  await waitFor(async () => expect(await offered()).not.toContain('Approve'));
});

describe('recording another amount than the fixed one', () => {
  const openRecording = async (changes: Changes = {}) => {
    const person = await open({ withdrawal: { status: 'processing', cryptoAmount: '100' }, ...changes });
    await person.click(await action(/^Record as paid/));
    const asked = await dialog('Record this withdrawal as paid?');
    await paste(person, within(asked).getByRole('textbox', { name: /^Transaction hash/ }), HASH);
    return { person, asked, amount: within(asked).getByRole('textbox', { name: /^Amount sent/ }) };
  };

  it('shows a small deviation, and asks for nothing more', async () => {
    desk.answer('withdrawals.complete', () => withdrawal({ status: 'completed' }));
    const { person, asked, amount } = await openRecording();
    await paste(person, amount, '101.5');
    expect(within(asked).getByRole('status').textContent).toContain('+1.50 % from the amount that was fixed');
    expect(within(asked).queryByRole('textbox', { name: /^Why/ })).toBeNull();
    await person.click(within(asked).getByRole('button', { name: /^Record as paid/ }));
    await closed();
    expect(desk.inputsOf('withdrawals.complete')).toMatchObject([{ cryptoAmount: '101.5' }]);
  });

  it('shows a large one before it is confirmed, asks why, and then waits for another person', async () => {
    desk.answer('withdrawals.complete', () => {
      throw new Rejection('CHANGE_REQUESTED', 'this waits for another person', {
        changeRequestId: NEXT,
        requiredApprovals: 1,
        notBefore: null,
        expiresAt: '2026-11-10T10:00:00.000Z',
      });
    });
    const { person, asked, amount } = await openRecording();
    await paste(person, amount, '95');
    expect(within(asked).getByRole('status').textContent).toMatch(/−5\.00 %.*another person has to agree/);
    const button = within(asked).getByRole('button', { name: 'Ask another person to agree' });
    await person.click(button);
    expect(desk.inputsOf('withdrawals.complete')).toEqual([]);
    await paste(person, within(asked).getByRole('textbox', { name: /^Why another amount/ }), 'network fee');
    await person.click(button);
    await dialog('Waiting for another person');
    expect(desk.inputsOf('withdrawals.complete')).toMatchObject([
      { cryptoAmount: '95', note: 'network fee' },
    ]);
  });
});
