import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview } from '../../test/rows.ts';
import { DELIVERY, webhookDelivery, webhookEndpoint } from '../../test/webhookRows.ts';
import type { WebhookDelivery, WebhookEndpoint } from '../providers/records.ts';
import { WebhookEndpointList } from './WebhookEndpointList.tsx';

const SECRET = 'whsec_c2VjcmV0IHRoYXQgaXMgc2hvd24gb25jZQ==';
const page = <Row,>(data: Row[]) => ({ data, pageInfo: { hasNextPage: false, hasPreviousPage: false } });

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
  answerWith([webhookEndpoint()]);
});

function answerWith(endpoints: WebhookEndpoint[], deliveries: WebhookDelivery[] = []): void {
  desk.answer('webhookEndpoints.list', () => page(endpoints));
  desk.answer('webhookDeliveries.list', () => page(deliveries));
  desk.answer('events.list', () => ({ data: [], nextCursor: '4713', hasMore: false }));
}

describe('the list', () => {
  it('shows state, since when it fails, the last delivery, and how many events wait', async () => {
    answerWith(
      [webhookEndpoint({ failingSince: '2026-11-03T08:00:00.000Z', failures: 3 })],
      [webhookDelivery({ status: 'failed', lastStatus: 500 })],
    );
    renderPage(desk, <WebhookEndpointList />);
    const table = await screen.findByRole('table', { name: 'Webhooks' });
    expect(await within(table).findByText('Failing')).toBeDefined();
    expect(within(table).getAllByText(/ ago$/).length).toBeGreaterThan(0);
    expect(await within(table).findByText('2 events')).toBeDefined();
    expect(await within(table).findByText('Failed')).toBeDefined();
    expect(table.querySelector(`a[href="/webhookDeliveries/${DELIVERY}/show"]`)).not.toBeNull();
  });

  it('says that there are none, and offers a viewer no way to add one', async () => {
    answerWith([]);
    renderPage(desk, <WebhookEndpointList />, { role: 'viewer' });
    expect(await screen.findByText('No webhook endpoints yet.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Create endpoint' })).toBeNull();
  });

  it('says why it cannot be read', async () => {
    desk.answer('webhookEndpoints.list', () => {
      throw new Rejection('RATE_LIMITED');
    });
    renderPage(desk, <WebhookEndpointList />);
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Too many requests/);
  });
});

describe('creating an endpoint', () => {
  async function openDialog() {
    const { person } = renderPage(desk, <WebhookEndpointList />);
    await person.click(await screen.findByRole('button', { name: 'Create endpoint' }));
    const dialog = await screen.findByRole('dialog', { name: 'Create a webhook endpoint' });
    await person.type(within(dialog).getByRole('textbox', { name: /^URL/ }), 'https://shop.example/hook');
    return { person, dialog };
  }
  const confirm = (dialog: HTMLElement) => within(dialog).getByRole('button', { name: 'Create endpoint' });

  it('subscribes to all types unless some are chosen, and shows the secret once', async () => {
    desk.answer('webhookEndpoints.create', () => ({ ...webhookEndpoint(), secret: SECRET }));
    const { person, dialog } = await openDialog();
    await person.click(confirm(dialog));
    const secret = await screen.findByRole('dialog', { name: 'The signing secret of this endpoint' });
    expect(within(secret).getByText(SECRET)).toBeDefined();
    expect(within(secret).getByRole('button', { name: 'Copy signing secret' })).toBeDefined();
    expect(desk.inputsOf('webhookEndpoints.create')).toEqual([
      { url: 'https://shop.example/hook', description: '', eventTypes: null, after: 'now' },
    ]);
    await person.click(within(secret).getByRole('button', { name: 'I have copied it' }));
    expect(await screen.findByText('Another page')).toBeDefined();
    expect(screen.queryByText(SECRET)).toBeNull();
  });

  it('sends the chosen types and the cursor; none chosen is refused before anything is sent', async () => {
    desk.answer('webhookEndpoints.create', () => ({ ...webhookEndpoint(), secret: SECRET }));
    const { person, dialog } = await openDialog();
    await person.click(within(dialog).getByRole('checkbox', { name: /^All event types/ }));
    await person.click(confirm(dialog));
    expect((await within(dialog).findByRole('alert')).textContent).toMatch(/at least one event type/);
    expect(desk.inputsOf('webhookEndpoints.create')).toEqual([]);
    await person.type(within(dialog).getByRole('combobox', { name: 'Event types' }), 'credited');
    await person.click(await screen.findByRole('option', { name: 'payment.credited' }));
    await person.type(within(dialog).getByRole('textbox', { name: /^Only events after/ }), '17');
    await person.click(confirm(dialog));
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.create')).toMatchObject([
        { eventTypes: ['payment.credited'], after: 17 },
      ]),
    );
  });

  it('stays open with the reason when the desk refuses the URL', async () => {
    desk.answer('webhookEndpoints.create', () => {
      throw new Rejection('WEBHOOK_URL_REFUSED', 'it resolves to a private address');
    });
    const { person, dialog } = await openDialog();
    await person.click(confirm(dialog));
    expect((await within(dialog).findByRole('alert')).textContent).toMatch(/\w/);
    expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: /^URL/ }).value).toBe(
      'https://shop.example/hook',
    );
  });

  it('asks for the second factor where it is required, and sends it', async () => {
    desk.answer('security.overview', () => securityOverview());
    desk.answer('webhookEndpoints.create', () => ({ ...webhookEndpoint(), secret: SECRET }));
    const { person, dialog } = await openDialog();
    await person.type(await within(dialog).findByLabelText('Authentication code'), '123456');
    await waitFor(() =>
      expect(desk.inputsOf('webhookEndpoints.create')).toMatchObject([
        { url: 'https://shop.example/hook', proof: { kind: 'totp', code: '123456' } },
      ]),
    );
  });
});
