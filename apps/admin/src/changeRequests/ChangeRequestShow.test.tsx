import type { StaffRole } from '@paydesk/types/rules';
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA, balance, CHANGE, changeRequest, policy, securityOverview, session } from '../../test/rows.ts';
import { rules as policyRules } from '../records/policy.fixture.ts';
import { ChangeRequestShow } from './ChangeRequestShow.tsx';

type Changes = NonNullable<Parameters<typeof changeRequest>[0]>;
const NEXT = '0198c0de-0000-7000-8000-0000000000c8';
const NONE = { data: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('balances.get', () => balance({ balanceUsd: '500.00' }));
  desk.answer('security.overview', () => securityOverview());
});

async function open(changes: Changes = {}, role: StaffRole = 'approver'): Promise<UserEvent> {
  desk.answer('changeRequests.get', ({ id }) => changeRequest({ ...changes, id }));
  desk.answer('changeRequests.list', () => ({
    ...NONE,
    data: [changeRequest(changes), changeRequest({ id: NEXT, summary: 'Make Olga an admin' })],
    total: 2,
  }));
  const { person } = renderPage(desk, <ChangeRequestShow />, {
    role,
    path: `/changeRequests/${CHANGE}/show`,
    route: '/changeRequests/:id/show',
  });
  await screen.findByRole('region', { name: 'What changes' });
  return person;
}

const region = (name: string | RegExp) => screen.getByRole('region', { name });
const code = async (person: UserEvent) =>
  await person.type(await screen.findByLabelText('Authentication code'), '123456');

describe('what is shown', () => {
  it('is the customer, the amount and the balance before and after', async () => {
    await open();
    const panel = within(region('What changes'));
    expect(await panel.findByText('+$5,000.00')).toBeDefined();
    expect(await panel.findByText('$500.00')).toBeDefined();
    expect(panel.getByText('$5,500.00')).toBeDefined();
    expect(desk.inputsOf('balances.get')).toEqual([{ id: ANNA }]);
    expect(region('Approvals: 0 of 1').textContent).toContain('Needs one other approver or admin.');
    expect(region('Request').textContent).toContain('ab'.repeat(32));
    expect(region('Timeline').textContent).toContain('Requested by Mia Maker');
  });

  it('is a policy in sentences, compared with the version it was based on', async () => {
    const rules = policyRules({ coolingHours: 24 });
    desk.answer('policies.list', () => ({ ...NONE, data: [policy(rules)] }));
    desk.answer('policies.current', () => policy(rules));
    await open({
      action: 'policies.publish',
      summary: 'Publish version 4 of the withdrawal policy',
      amountUsd: null,
      subject: null,
      facts: [],
      payload: { baseVersion: 3, note: 'why', rules: { ...rules, coolingHours: 0 } },
    });
    const changes = await within(region('What changes')).findByRole('list', { name: 'Changes' });
    expect(changes.textContent).toContain('delayed for 24 hours');
    expect(changes.textContent).toContain('is not delayed');
  });

  it('is each scope that an API key gains and loses', async () => {
    await open({
      action: 'apiKeys.create',
      amountUsd: null,
      subject: null,
      payload: {},
      facts: [{ label: 'Scopes', before: '["users.read"]', after: '["users.read","withdrawals.create"]' }],
    });
    const changes = region('What changes');
    expect(changes.querySelector('ins')?.textContent).toContain('withdrawals.create');
    expect(changes.textContent).toContain('Unchanged: users.read');
  });

  it('is how each approval was confirmed', async () => {
    await open({
      requiredApprovals: 2,
      approvals: [
        {
          id: '0198c0de-0000-7000-8000-0000000000d7',
          staff: { id: '0198c0de-0000-7000-8000-0000000000d8', name: 'Cleo Checker' },
          note: 'saw the receipt',
          evidence: 'passkey',
          createdAt: '2026-11-03T11:00:00.000Z',
        },
      ],
    });
    const approvals = region('Approvals: 1 of 2').textContent;
    expect(approvals).toContain('Cleo Checker');
    expect(approvals).toContain('signed with a passkey');
    expect(approvals).toContain('Needs one more approver or admin.');
  });

  it('is why an approved request could not be applied', async () => {
    await open({ status: 'failed', error: 'USER_ANONYMIZED: this user is anonymised' });
    expect(screen.getByText(/could not be applied/).parentElement?.textContent).toContain(
      'could not be applied. This user is anonymised. Nothing was changed.',
    );
    const timeline = region('Timeline').textContent;
    expect(timeline).toContain('“This user is anonymised.”');
    expect(timeline).not.toContain('USER_ANONYMIZED');
    expect(screen.queryByRole('region', { name: 'Decision' })).toBeNull();
  });
});

describe('a request whose values someone has changed since', () => {
  const stale = {
    status: 'failed' as const,
    action: 'currencies.update' as const,
    amountUsd: null,
    subject: null,
    payload: { id: 'c1', networkFeeUsd: '0.10', idempotencyKey: 'used' },
    error: 'CHANGED_MEANWHILE: this is no longer as it was shown: Network fee USD was 0 and is 7 now',
  };

  it('says what is different, and who can request it again', async () => {
    await open(stale);
    const text = screen.getByText(/could not be applied/).parentElement?.textContent;
    expect(text).toContain('Network fee USD was 0 and is 7 now. Nothing was changed.');
    expect(await screen.findByText('Mia Maker can request it again.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Request it again' })).toBeNull();
  });

  it('is requested again by its maker, with the same input and as a new request', async () => {
    const person = await open({ ...stale, maker: { id: session().id, name: 'Mia Maker' } });
    desk.answer('currencies.update', () => {
      throw new Rejection('CHANGE_REQUESTED', 'this waits for another person', {
        changeRequestId: NEXT,
        requiredApprovals: 1,
        notBefore: null,
        expiresAt: '2026-11-10T10:00:00.000Z',
      });
    });
    await person.click(await screen.findByRole('button', { name: 'Request it again' }));
    await code(person);
    const link = await screen.findByRole('link', { name: 'Open the request' });
    expect(link.getAttribute('href')).toContain(NEXT);
    expect(desk.inputsOf('currencies.update')).toEqual([
      { id: 'c1', networkFeeUsd: '0.10', proof: { kind: 'totp', code: '123456' } },
    ]);
  });
});

describe('a step that is not allowed', () => {
  it('says why at the button and below, and opens nothing', async () => {
    const why = 'You made this request: another person has to approve it.';
    const person = await open({
      can: { approve: { allowed: false, why }, reject: { allowed: false, why } },
    });
    const button = await screen.findByRole('button', { name: 'Approve' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(why);
    await person.click(button);
    await person.keyboard('a');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not offered to a viewer', async () => {
    await open({}, 'viewer');
    await screen.findByRole('button', { name: 'Cancel request' });
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull();
  });
});

describe('deciding', () => {
  it('repeats amount and people, needs the second factor, and leads to the next one', async () => {
    const person = await open();
    desk.answer('changeRequests.approve', () => changeRequest({ status: 'applied' }));
    await screen.findByRole('button', { name: 'Approve' });
    await person.keyboard('a');
    const dialog = await screen.findByRole('dialog', { name: 'Approve this change?' });
    expect(dialog.textContent).toContain('$5,000.00');
    expect(dialog.textContent).toContain('Mia Maker');
    expect(await within(dialog).findByText('Anna Customer')).toBeDefined();
    await code(person);
    const next = await screen.findByRole('link', { name: 'Next' });
    expect(next.getAttribute('href')).toBe(`/changeRequests/${NEXT}/show`);
    expect(desk.inputsOf('changeRequests.approve')).toEqual([
      { id: CHANGE, proof: { kind: 'totp', code: '123456' } },
    ]);
  });

  it('repeats each value that changes, so that what is signed was seen', async () => {
    const person = await open({
      action: 'currencies.update',
      amountUsd: null,
      subject: null,
      payload: {},
      facts: [{ label: 'Network fee USD', before: '1', after: '0.10' }],
    });
    await screen.findByRole('button', { name: 'Approve' });
    await person.keyboard('a');
    const dialog = await screen.findByRole('dialog', { name: 'Approve this change?' });
    expect(dialog.querySelector('del')?.textContent).toContain('$1.00');
    expect(dialog.querySelector('ins')?.textContent).toContain('$0.10');
  });

  it('does not call an approval a success when the change could not be applied', async () => {
    const person = await open();
    desk.answer('changeRequests.approve', () => changeRequest({ status: 'failed' }));
    await screen.findByRole('button', { name: 'Approve' });
    await person.keyboard('a');
    await code(person);
    expect(await screen.findByText(/Your approval was recorded/)).toBeDefined();
    expect(screen.queryByText(/Approved/)).toBeNull();
  });

  it('offers no approval of what only waits for its time', async () => {
    await open({ requiredApprovals: 0, notBefore: '2026-11-04T10:00:00.000Z' }, 'admin');
    await screen.findByRole('button', { name: 'Cancel request' });
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  it('rejects with a reason', async () => {
    const person = await open();
    desk.answer('changeRequests.reject', () => changeRequest({ status: 'rejected' }));
    await screen.findByRole('button', { name: 'Reject' });
    await person.keyboard('r');
    const dialog = await screen.findByRole('dialog', { name: 'Reject this change?' });
    await person.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Please fill this in.');
    await person.type(within(dialog).getByRole('textbox', { name: /^Reason/ }), 'not agreed');
    await code(person);
    await waitFor(() =>
      expect(desk.inputsOf('changeRequests.reject')).toMatchObject([{ id: CHANGE, note: 'not agreed' }]),
    );
  });

  it('shows why the desk refused, and what is true now', async () => {
    const person = await open();
    desk.answer('changeRequests.approve', () => {
      throw new Rejection('ILLEGAL_TRANSITION', 'this request is cancelled');
    });
    await screen.findByRole('button', { name: 'Approve' });
    await person.keyboard('a');
    await code(person);
    expect((await screen.findByRole('alert')).textContent).toBe('This request is cancelled.');
  });
});
