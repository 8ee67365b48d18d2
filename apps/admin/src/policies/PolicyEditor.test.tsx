import type { StaffRole } from '@paydesk/types/rules';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { backtest, policy, securityOverview } from '../../test/rows.ts';
import { announceSignedOut } from '../providers/authClient.ts';
import { rules } from '../records/policy.fixture.ts';
import { PolicyEditor } from './PolicyEditor.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
});

async function open(role: StaffRole = 'admin'): Promise<UserEvent> {
  desk.answer('policies.current', () => policy(rules()));
  const { person } = renderPage(desk, <PolicyEditor />, {
    role,
    path: '/policies/create',
    route: '/policies/create',
  });
  await screen.findByRole('heading', { level: 1, name: 'Edit withdrawal policy' });
  await screen.findByRole('region', { name: 'Your changes' });
  return person;
}

const region = (name: string) => screen.getByRole('region', { name });
const input = (panel: string, name: string) =>
  within(region(panel)).getByRole<HTMLInputElement>('textbox', { name });
const band = (number: number, name: string) =>
  within(screen.getByRole('group', { name: `Band ${number}` })).getByRole<HTMLInputElement>('textbox', {
    name,
  });
const changes = () => within(region('Your changes')).queryAllByRole('listitem');
const publishButton = () => screen.findByRole('button', { name: 'Publish' });
const samePerson = () =>
  screen.getByRole('switch', { name: 'One person alone may request, approve and complete' });

async function write(person: UserEvent, field: HTMLElement, text: string): Promise<void> {
  await person.clear(field);
  if (text !== '') await person.paste(text);
}

async function expectBlocked(why: string): Promise<void> {
  const button = await publishButton();
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(why);
  expect(within(region('Publish')).getByText(why, { ignore: '[hidden]' })).toBeDefined();
}

/** Halves the waiting of new addresses and opens the dialog, without a back-test. */
async function askToPublish(person: UserEvent): Promise<HTMLElement> {
  await write(person, input('Addresses', 'Delay for new addresses'), '36');
  await person.click(screen.getByRole('checkbox', { name: 'Publish without a back-test' }));
  await person.click(await publishButton());
  return screen.findByRole('dialog', { name: 'Publish this policy?' });
}

describe('the draft', () => {
  it('begins with the policy in force, and has nothing to publish', async () => {
    await open();
    expect(band(2, 'From').value).toBe('1000.00');
    expect(input('Limits per user', 'Within 24 hours').value).toBe('500.00');
    expect(input('Addresses', 'Delay for new addresses').value).toBe('72');
    expect(region('Your changes').textContent).toContain('No changes to version 3.');
    await expectBlocked('No changes yet.');
  });

  it('shows each change before and after', async () => {
    const person = await open();
    await write(person, input('Limits per user', 'Within 24 hours'), '750');
    const [change, ...others] = changes();
    expect(others).toEqual([]);
    const { getByRole } = within(change as HTMLElement);
    expect(getByRole('deletion').textContent).toBe(
      'Before: One user can withdraw at most $500.00 within 24 hours and $5,000.00 within 30 days.',
    );
    expect(getByRole('insertion').textContent).toBe(
      'After: One user can withdraw at most $750.00 within 24 hours and $5,000.00 within 30 days.',
    );
  });

  it('that means the same as the policy in force is no change', async () => {
    const person = await open();
    await write(person, band(2, 'From'), '$1001');
    expect(changes()).toHaveLength(1);
    await write(person, band(2, 'From'), '$1000');
    expect(changes()).toEqual([]);
  });

  it('can be discarded', async () => {
    const person = await open();
    await write(person, input('Rate', 'Rate valid for'), '60');
    await person.click(screen.getByRole('button', { name: /^Discard/ }));
    expect(changes()).toEqual([]);
    expect(input('Rate', 'Rate valid for').value).toBe('900');
  });

  it('takes bands and gives them up', async () => {
    const person = await open();
    await person.click(screen.getByRole('button', { name: 'Add a band' }));
    await write(person, band(3, 'From'), '5000');
    expect(band(3, 'People').value).toBe('3');
    await person.click(screen.getByRole('button', { name: 'Remove band 2' }));
    expect(within(changes()[0] as HTMLElement).getByRole('insertion').textContent).toBe(
      'After: Every withdrawal needs 1 person to approve it. A withdrawal from $5,000.00 needs 3 different people.',
    );
    expect(screen.queryByRole('button', { name: 'Remove band 1' })).toBeNull();
  });

  it('warns before each request counts alone', async () => {
    const person = await open();
    await person.click(
      screen.getByRole('switch', { name: 'Count all requests of the user within 24 hours' }),
    );
    expect(screen.getByText(/avoids the higher bands/)).toBeDefined();
    expect(changes()[0]?.textContent).toContain('Each request counts alone');
    expect(changes()[0]?.textContent).toContain('Removes a safeguard');
  });

  it('waits while its author looks elsewhere, and not for the next person', async () => {
    const person = await open();
    await write(person, input('Addresses', 'Delay for new addresses'), '36');
    cleanup();
    await open();
    expect(input('Addresses', 'Delay for new addresses').value).toBe('36');
    cleanup();
    announceSignedOut();
    await open();
    expect(input('Addresses', 'Delay for new addresses').value).toBe('72');
  });

  it('is not offered to those who may not publish it', async () => {
    desk.answer('policies.current', () => policy(rules()));
    renderPage(desk, <PolicyEditor />, {
      role: 'approver',
      path: '/policies/create',
      route: '/policies/create',
    });
    expect(await screen.findByText('Your role does not allow this page.')).toBeDefined();
    expect(screen.queryByRole('region', { name: 'Publish' })).toBeNull();
  });
});

describe('a mistake', () => {
  const LIMIT = 'An amount such as 99.99, with at most two places.';
  const COMMA = 'Write 1234.50: a point before the decimal places, and no comma.';
  it.each([
    ['Limits per user', 'Within 24 hours', '1.234', LIMIT],
    ['Limits per user', 'Within 24 hours', '1,500', COMMA],
    ['Limits per user', 'Within 7 days', 'plenty', LIMIT],
    ['Limits for all users', 'Within 30 days', '1e6', LIMIT],
    [
      'Requests per user',
      'Maximum requests',
      '0',
      'A whole number, 1 to 10,000. Leave both empty for no limit.',
    ],
    ['Requests per user', 'Within', '', 'Whole hours, 1 to 720. Leave both empty for no limit.'],
    ['Addresses', 'Delay for new addresses', '721', 'Whole hours, 0 to 720.'],
    ['Rate', 'Rate valid for', '59', 'Whole seconds, 60 to 86,400.'],
  ])(
    'in “%s”, %s: “%s” is marked at its field, and cannot be published',
    async (panel, name, text, message) => {
      const person = await open();
      await write(person, input(panel, name), text);
      const field = input(panel, name);
      expect(field.getAttribute('aria-invalid')).toBe('true');
      expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
        message,
      );
      expect(region('Your changes').textContent).toContain('1 field has an error.');
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run the back-test' }).disabled).toBe(
        true,
      );
      await expectBlocked('Correct the highlighted fields first.');
    },
  );

  it('in the bands is marked: each begins above the one before, and needs people', async () => {
    const person = await open();
    await write(person, band(2, 'From'), '0.00');
    expect(within(region('Approvals')).getByRole('alert').textContent).toBe(
      'Each band must begin above the one before.',
    );
    await write(person, band(2, 'From'), '1000');
    await write(person, band(2, 'People'), '11');
    expect(within(region('Approvals')).getByRole('alert').textContent).toBe(
      'A whole number of people, 1 to 10.',
    );
    expect(band(1, 'From').readOnly).toBe(true);
  });

  it('is one of several: all of them are counted', async () => {
    const person = await open();
    await write(person, input('Rate', 'Rate valid for'), 'x');
    await write(person, input('Addresses', 'Delay for new addresses'), 'x');
    expect(region('Your changes').textContent).toContain('2 fields have errors.');
  });
});

describe('giving up a safeguard', () => {
  it('one person alone: warns, marks the change, and must be typed to be published', async () => {
    const person = await open();
    await person.click(samePerson());
    const panel = region('Four eyes and second factor');
    expect(within(panel).getByRole('alert').textContent).toMatch(/^This turns four-eyes approval off/);
    expect(changes()[0]?.textContent).toContain('Removes a safeguard');
    await person.click(screen.getByRole('checkbox', { name: 'Publish without a back-test' }));
    await person.click(await publishButton());
    const asked = await screen.findByRole('dialog');
    await write(person, within(asked).getByRole('textbox', { name: /^Why/ }), 'Olga is on leave');
    const confirmation = within(asked).getByRole('textbox', { name: /^Type “one person”/ });
    await write(person, confirmation, 'yes');
    await person.type(await within(asked).findByRole('textbox', { name: 'Authentication code' }), '123456');
    expect(await within(asked).findByText('Type “one person” to confirm.')).toBeDefined();
    expect(desk.inputsOf('policies.publish')).toEqual([]);
    desk.answer('policies.publish', ({ rules: next }) => policy(next, { id: '4', version: 1200 }));
    await write(person, confirmation, 'one person');
    await person.click(within(asked).getByRole('button', { name: 'Publish version 4' }));
    expect(await screen.findByText('Version 1200 is now in effect')).toBeDefined();
    expect(desk.inputsOf('policies.publish')[0]?.rules.allowSamePerson).toBe(true);
  });

  it('the second factor of those who have none: warns', async () => {
    const person = await open();
    const panel = region('Four eyes and second factor');
    expect(within(panel).queryByRole('alert')).toBeNull();
    await person.click(within(panel).getByRole('radio', { name: /^Only if the person/ }));
    expect(within(panel).getByRole('alert').textContent).toMatch(/stolen password/);
    expect(changes()[0]?.textContent).toContain('Removes a safeguard');
  });

  it('taking it back marks nothing', async () => {
    const person = await open();
    await person.click(samePerson());
    await person.click(samePerson());
    expect(changes()).toEqual([]);
    expect(within(region('Four eyes and second factor')).queryByRole('alert')).toBeNull();
  });
});

describe('the back-test', () => {
  it('is needed before publishing, for exactly what is published', async () => {
    const person = await open();
    const wait = input('Addresses', 'Delay for new addresses');
    await write(person, wait, '36');
    await expectBlocked('Run the back-test first, or choose to publish without one.');
    desk.answer('policies.backtest', ({ days }) =>
      backtest({ days, withdrawals: 6, passed: 3, delayed: 2, stopped: 1, stoppedUsd: '900.00' }),
    );
    await person.click(screen.getByRole('button', { name: 'Run the back-test' }));
    expect((await screen.findByRole('group', { name: 'Would have been stopped' })).textContent).toContain(
      '$900.00',
    );
    expect(desk.inputsOf('policies.backtest')).toEqual([{ rules: rules({ coolingHours: 36 }), days: 90 }]);
    await person.click(await publishButton());
    expect((await screen.findByRole('dialog')).textContent).toContain(
      'Over the last 90 days it would have passed 3, delayed 2 and stopped 1.',
    );
    await person.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await write(person, wait, '35');
    expect(screen.getByText(/The draft has changed since this back-test/)).toBeDefined();
    await expectBlocked('Run the back-test first, or choose to publish without one.');
  });

  it('that is skipped is pointed out in the dialog', async () => {
    const person = await open();
    const asked = await askToPublish(person);
    expect(within(asked).getByRole('alert').textContent).toMatch(/^Not back-tested/);
    expect(desk.inputsOf('policies.backtest')).toEqual([]);
  });

  it('that fails says why, and can be run again', async () => {
    const person = await open();
    await write(person, input('Addresses', 'Delay for new addresses'), '36');
    desk.answer('policies.backtest', () => {
      throw new Rejection('RATE_LIMITED');
    });
    await person.click(screen.getByRole('button', { name: 'Run the back-test' }));
    expect((await within(region('Back-test')).findByRole('alert')).textContent).toMatch(/Too many requests/);
    desk.answer('policies.backtest', () => backtest({ withdrawals: 0 }));
    await person.click(screen.getByRole('button', { name: 'Run the back-test' }));
    expect(await screen.findByText(/nothing to test the draft on/)).toBeDefined();
  });
});

describe('publishing', () => {
  const note = (asked: HTMLElement) => within(asked).getByRole('textbox', { name: /^Why/ });
  const code = (asked: HTMLElement) => within(asked).findByRole('textbox', { name: 'Authentication code' });

  it('needs a note and a second factor, and sends both with the rules and the version they are based on', async () => {
    const person = await open();
    const asked = await askToPublish(person);
    expect(
      within(within(asked).getByRole('region', { name: 'What changes' })).getAllByRole('listitem'),
    ).toHaveLength(1);
    await person.type(await code(asked), '111111');
    expect(within(asked).getByText('Please fill this in.')).toBeDefined();
    expect(desk.inputsOf('policies.publish')).toEqual([]);
    await write(person, note(asked), 'faster for known customers');
    await write(person, await code(asked), '12345');
    await person.click(within(asked).getByRole('button', { name: 'Publish version 4' }));
    expect(await within(asked).findByText(/six digits that your/)).toBeDefined();
    expect(desk.inputsOf('policies.publish')).toEqual([]);
    desk.answer('policies.publish', ({ rules: next }) => policy(next, { id: '4', version: 4 }));
    await person.type(await code(asked), '6');
    expect(await screen.findByText('Version 4 is now in effect')).toBeDefined();
    expect(desk.inputsOf('policies.publish')).toEqual([
      {
        rules: rules({ coolingHours: 36 }),
        note: 'faster for known customers',
        baseVersion: 3,
        proof: { kind: 'totp', code: '123456' },
      },
    ]);
    // Back to the policy, which is another page.
    expect(await screen.findByText('Another page')).toBeDefined();
  });

  it('after someone else did keeps the draft, and publishes it on top of the newer version', async () => {
    const person = await open();
    const asked = await askToPublish(person);
    const theirs = rules({ coolingHours: 24, rateSeconds: 600 });
    desk.answer('policies.current', () =>
      policy(theirs, { id: '4', version: 4, publishedBy: 'Mara Manager', note: 'shorter rates' }),
    );
    desk.answer('policies.publish', () => {
      throw new Rejection('POLICY_CHANGED', 'someone else has published a newer version');
    });
    await write(person, note(asked), 'faster');
    await person.type(await code(asked), '111111');
    expect(
      (await screen.findByText(/Mara Manager published version 4 while you were editing/)).closest(
        '[role="alert"]',
      )?.textContent,
    ).toContain('“shorter rates”');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await expectBlocked('A newer version was published. Apply your changes to it first.');
    expect(input('Addresses', 'Delay for new addresses').value).toBe('36');

    await person.click(screen.getByRole('button', { name: 'Apply my changes to it' }));
    expect(screen.getByText(/now based on version 4/).textContent).toContain('New addresses');
    expect(input('Rate', 'Rate valid for').value).toBe('600');
    expect(changes()).toHaveLength(1);
    expect(within(changes()[0] as HTMLElement).getByRole('deletion').textContent).toContain('24 hours');

    desk.answer('policies.publish', ({ rules: next }) => policy(next, { id: '5', version: 5 }));
    await person.click(await publishButton());
    const again = await screen.findByRole('dialog');
    await write(person, note(again), 'faster');
    await person.type(await code(again), '222222');
    expect(await screen.findByText('Version 5 is now in effect')).toBeDefined();
    expect(desk.inputsOf('policies.publish').at(-1)).toMatchObject({
      baseVersion: 4,
      rules: { ...theirs, coolingHours: 36 },
    });
  });
});
