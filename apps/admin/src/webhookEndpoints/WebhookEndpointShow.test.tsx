import type { StaffRole } from '@paydesk/types/rules';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview } from '../../test/rows.ts';
import { ENDPOINT, webhookDelivery, webhookEndpoint } from '../../test/webhookRows.ts';
import type { WebhookEndpoint } from '../providers/records.ts';
import { WebhookEndpointShow } from './WebhookEndpointShow.tsx';

const SECRET = 'whsec_c2VjcmV0IHRoYXQgaXMgc2hvd24gb25jZQ==';
const page = <Row,>(data: Row[]) => ({ data, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
const OLD = {
  id: '0198c0de-0000-7000-8000-0000000000a2',
  isLive: true,
  endsAt: '2099-01-01T10:00:00.000Z',
  createdAt: '2026-10-01T10:00:00.000Z',
};

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
  desk.answer('audit.list', () => page([]));
  desk.answer('events.list', () => ({ data: [], nextCursor: '4711', hasMore: false }));
  desk.answer('webhookDeliveries.list', () => page([]));
});

async function open(changes: Partial<WebhookEndpoint> = {}, role: StaffRole = 'admin') {
  const endpoint = webhookEndpoint(changes);
  desk.answer('webhookEndpoints.get', () => endpoint);
  const { person } = renderPage(desk, <WebhookEndpointShow />, {
    role,
    path: `/webhookEndpoints/${ENDPOINT}/show`,
    route: '/webhookEndpoints/:id/show',
  });
  await screen.findByRole('region', { name: 'Signing secrets' });
  return {
    person,
    press: async (name: string) => await person.click(await screen.findByRole('button', { name })),
  };
}
const dialog = (name: string | RegExp) => screen.findByRole('dialog', { name });

describe('the secrets', () => {
  it('a rotation shows the new secret once, and says how long the old one stays valid', async () => {
    desk.answer('webhookEndpoints.rotateSecret', () => ({ ...webhookEndpoint(), secret: SECRET }));
    const { press } = await open();
    await press('Rotate secret');
    await press('Create new secret');
    const shown = await dialog('The new signing secret of this endpoint');
    expect(within(shown).getByText(SECRET)).toBeDefined();
    expect(desk.inputsOf('webhookEndpoints.rotateSecret')).toEqual([{ id: ENDPOINT, overlapHours: 24 }]);
    await press('I have copied it');
    await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
  });

  it('while two are valid, another rotation ends both, and the old one can be ended', async () => {
    desk.answer('webhookEndpoints.rotateSecret', () => ({ ...webhookEndpoint(), secret: SECRET }));
    desk.answer('webhookEndpoints.endOldSecret', () => webhookEndpoint());
    const { person, press } = await open({ secrets: [...webhookEndpoint().secrets, OLD] });
    expect(screen.getByText(/^Each request carries 2 signatures/)).toBeDefined();
    expect(screen.getByText(/^Valid until /)).toBeDefined();
    await press('End old secret');
    const asked = await dialog(/^End the old/);
    await person.click(within(asked).getByRole('button', { name: 'End old secret' }));
    await waitFor(() => expect(desk.inputsOf('webhookEndpoints.endOldSecret')).toEqual([{ id: ENDPOINT }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await press('Rotate secret');
    expect((await dialog(/^Rotate/)).textContent).toContain('A new one ends both of them at once.');
    await press('Create new secret');
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.rotateSecret')).toEqual([{ id: ENDPOINT, overlapHours: 0 }]),
    );
  });

  it('with one valid secret there is no old one to end', async () => {
    await open({ secrets: [...webhookEndpoint().secrets, { ...OLD, isLive: false }] });
    expect(screen.getByText(/^Ended Jan 1/)).toBeDefined();
    const button = await screen.findByRole('button', { name: 'End old secret' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('the endpoint', () => {
  it('that was disabled says why, and continues where it stopped', async () => {
    desk.answer('webhookEndpoints.enable', () => webhookEndpoint());
    const { press } = await open({
      isEnabled: false,
      disabledAt: '2026-11-03T10:00:00.000Z',
      disabledReason: 'gone',
      disabledDetail: 'the receiver answered 410',
    });
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).toContain('It answered that it is gone (410). The last error: the receiver');
    await press('Enable');
    await press('Enable endpoint');
    await waitFor(() => expect(desk.inputsOf('webhookEndpoints.enable')).toEqual([{ id: ENDPOINT }]));
  });

  it('whose missed events were removed stays disabled until another cursor is given', async () => {
    desk.answer('webhookEndpoints.enable', ({ after }) => {
      if (after === undefined) throw new Rejection('CURSOR_EXPIRED');
      return webhookEndpoint();
    });
    const { person, press } = await open({ isEnabled: false, disabledReason: 'staff' });
    await press('Enable');
    await press('Enable endpoint');
    const asked = await dialog(/^Enable/);
    expect(await within(asked).findByRole('alert')).toBeDefined();
    await person.type(within(asked).getByRole('textbox', { name: /^Continue after/ }), 'now');
    await press('Enable endpoint');
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.enable').at(-1)).toEqual({ id: ENDPOINT, after: 'now' }),
    );
  });

  it('that fails says since when and how often', async () => {
    await open({ failures: 3, failingSince: '2026-11-03T08:00:00.000Z' });
    expect((await screen.findByRole('alert')).textContent).toMatch(/after sequence 4711 has failed 3 times/);
  });

  it('sends only what was changed', async () => {
    desk.answer('webhookEndpoints.update', () => ({ ...webhookEndpoint(), secret: null }));
    const { person, press } = await open({ eventTypes: ['payment.credited'] });
    await press('Edit');
    const asked = await dialog('Edit this endpoint');
    await person.type(within(asked).getByRole('textbox', { name: /^Description/ }), ' 2');
    await press('Save endpoint');
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.update')).toEqual([{ id: ENDPOINT, description: 'The shop 2' }]),
    );
  });

  it('shows the new secret of another URL once', async () => {
    desk.answer('webhookEndpoints.update', () => ({ ...webhookEndpoint(), secret: 'whsec_of_the_new_one' }));
    const { person, press } = await open();
    await press('Edit');
    const asked = await dialog('Edit this endpoint');
    expect(asked.textContent).toContain('Another URL gets a new signing secret');
    await person.type(within(asked).getByRole('textbox', { name: /^URL/ }), '/2');
    await press('Save endpoint');
    expect((await dialog('The new signing secret of this endpoint')).textContent).toContain(
      'whsec_of_the_new_one',
    );
  });

  it('replays from a cursor, which the button repeats', async () => {
    desk.answer('webhookEndpoints.replay', () => webhookEndpoint());
    const { person, press } = await open();
    await press('Replay');
    await person.type(await screen.findByRole('textbox', { name: /^Send what comes after/ }), '4000');
    await press('Replay after 4000');
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.replay')).toEqual([{ id: ENDPOINT, after: 4000 }]),
    );
  });

  it('gets a test, whose delivery is opened', async () => {
    desk.answer('webhookEndpoints.sendTest', () => webhookDelivery({ kind: 'test', eventType: 'test' }));
    const { person, press } = await open();
    await press('Send test');
    const asked = await dialog(/^Send a test/);
    await person.click(within(asked).getByRole('button', { name: 'Send test' }));
    expect(await screen.findByText('Another page')).toBeDefined();
    expect(desk.inputsOf('webhookEndpoints.sendTest')).toEqual([{ id: ENDPOINT }]);
  });
});

describe('roles', () => {
  const offered = () =>
    ['Send test', 'Edit', 'Replay', 'Disable', 'Rotate secret', 'End old secret'].filter(
      (name) => screen.queryByRole('button', { name }) !== null,
    );

  it('a viewer reads, an operator also sends tests, an admin manages', async () => {
    await open({}, 'operator');
    await screen.findByRole('button', { name: 'Send test' });
    expect(offered()).toEqual(['Send test']);
  });

  it('a viewer has no button at all', async () => {
    await open({}, 'viewer');
    await screen.findByText('Nothing was sent yet.');
    expect(offered()).toEqual([]);
  });
});
