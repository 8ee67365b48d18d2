import { expect, vi } from 'vitest';
import type { Permission } from '@paydesk/types/rules';
import { type OfferedAction, permissionFor, permissionOf } from '../../src/providers/neededPermissions.ts';
import { createFixtures, deposit, WAIT } from './fixtures.ts';
import { createStaff } from './person.ts';
import { controlSimulator } from './simulator.ts';
import { checkerClient } from './staffClient.ts';

export interface Offer {
  action: OfferedAction;
  /** All of them are needed. */
  needs: readonly Permission[];
}

/** A page of the admin app, with everything on it that needs a permission. */
export interface RolePage {
  path: string;
  /** Null: every member of staff may open it. */
  needs: Permission | null;
  offers: readonly Offer[];
  /** What is offered for selected rows; without its permission no row can be selected. */
  ofSelection: readonly Offer[];
}

/** Creates a row in each state that offers something else; returns all pages. */
export async function createRolePages(): Promise<RolePage[]> {
  const rows = await createRows();
  const taking = (needs: Permission): Offer => ({ action: 'claims.take', needs: ['claims.take', needs] });
  const all = ['exports.create'] as const;
  return [
    page('', ['withdrawals.stopPayouts']),
    page('security', ['security.addPasskey', 'security.enableTotp']),

    page('payments', [...all, 'payments.create']),
    page('payments/create', []),
    page(`payments/${rows.payment}/show`, [
      'system.simulateDeposit',
      'payments.refresh',
      'payments.cancel',
      'payments.markCompleted',
      'payments.markFailed',
      'payments.acknowledge',
      'payments.addNote',
    ]),
    page('suspense', [...all]),
    page(`suspense/${rows.suspense}/show`, [
      'suspense.credit',
      'suspense.markReturned',
      'suspense.writeOff',
      'suspense.addNote',
      taking('suspense.resolve'),
    ]),
    page('balances', [...all]),
    page(`balances/${rows.user}/show`, ['balances.verify']),
    page('transactions', [...all]),
    page(`transactions/${rows.charge}/show`, ['transactions.refund']),
    page(
      'withdrawals',
      [...all, 'withdrawals.create', 'withdrawals.stopPayouts'],
      ['withdrawals.approveMany', 'withdrawals.rejectMany'],
    ),
    page('withdrawals/create', []),
    page(`withdrawals/${rows.pending}/show`, [
      'withdrawals.approve',
      'withdrawals.reject',
      'withdrawals.cancel',
      'withdrawals.addNote',
      taking('withdrawals.approve'),
    ]),
    page(`withdrawals/${rows.approved}/show`, [
      'withdrawals.startProcessing',
      'withdrawals.complete',
      'withdrawals.reject',
      'withdrawals.cancel',
      'withdrawals.addNote',
      taking('withdrawals.approve'),
    ]),
    page(`withdrawals/${rows.processing}/show`, [
      'withdrawals.complete',
      'withdrawals.returnToApproved',
      'withdrawals.addNote',
      taking('withdrawals.approve'),
    ]),

    page('currencies', [...all, 'currencies.sync', 'currencies.create'], ['currencies.setActive']),
    page('currencies/create', []),
    page(`currencies/${rows.currency}/show`, ['currencies.setActive', 'currencies.update']),
    page(`currencies/${rows.currency}`, []),
    page('users', [...all, 'users.upsert']),
    page('users/create', []),
    page(`users/${rows.user}/show`, [
      'transactions.charge',
      'transactions.bonus',
      'transactions.adjust',
      'users.freeze',
      'users.revokeTokens',
      'users.anonymize',
      'users.addNote',
      'payments.create',
    ]),

    page('changeRequests', [...all]),
    page(`changeRequests/${rows.changeRequest}/show`, [
      'changeRequests.approve',
      'changeRequests.reject',
      'changeRequests.cancel',
      taking('changeRequests.decide'),
    ]),
    page('reconciliations', [...all, 'reconciliations.start']),
    page('policies', ['policies.publish']),
    page('policies/create', ['policies.publish']),
    page('audit', [...all, 'audit.verify']),
    page('apiKeys', [...all, 'apiKeys.create']),
    page(`apiKeys/${rows.apiKey}/show`, ['apiKeys.rotate', 'apiKeys.setAllowedAddresses', 'apiKeys.revoke']),
    page('webhookEndpoints', [...all, 'webhookEndpoints.create']),
    page(`webhookEndpoints/${rows.endpoint}/show`, [
      'webhookEndpoints.sendTest',
      'webhookEndpoints.update',
      'webhookEndpoints.replay',
      'webhookEndpoints.disable',
      'webhookEndpoints.rotateSecret',
      'webhookEndpoints.endOldSecret',
    ]),
    page(`webhookEndpoints/${rows.disabledEndpoint}/show`, [
      'webhookEndpoints.sendTest',
      'webhookEndpoints.update',
      'webhookEndpoints.replay',
      'webhookEndpoints.enable',
      'webhookEndpoints.rotateSecret',
      'webhookEndpoints.endOldSecret',
    ]),
    page('webhookDeliveries', [...all]),
    page(`webhookDeliveries/${rows.delivery}/show`, [
      'webhookDeliveries.resend',
      'webhookDeliveries.explain',
    ]),
    page('staff', [
      ...all,
      'staff.create',
      'staff.invite',
      'staff.setRule',
      'staff.reissueInvite',
      'staff.revokeInvite',
    ]),
    page(`staff/${rows.colleague}/show`, ['staff.setRole', 'staff.resetPassword', 'staff.deactivate']),
    page(`staff/${rows.formerColleague}/show`, ['staff.setRole', 'staff.resetPassword', 'staff.reactivate']),
  ];
}

/** What the banner of stopped payouts offers; while it is shown, no page offers to stop them. */
export const whilePayoutsAreStopped = (): RolePage[] => [
  page('', ['withdrawals.resumePayouts']),
  page(
    'withdrawals',
    ['exports.create', 'withdrawals.create', 'withdrawals.resumePayouts'],
    ['withdrawals.approveMany', 'withdrawals.rejectMany'],
  ),
];

function page(
  path: string,
  offers: readonly (OfferedAction | Offer)[],
  ofSelection: readonly OfferedAction[] = [],
): RolePage {
  const [resource = '', id, view] = path.split('/');
  const kind = id === undefined ? 'list' : id === 'create' ? id : (view ?? 'edit');
  const complete = (offer: OfferedAction | Offer): Offer =>
    typeof offer === 'string' ? { action: offer, needs: [permissionOf(offer)] } : offer;
  return {
    path,
    needs: permissionFor(resource, kind),
    offers: offers.map(complete),
    ofSelection: ofSelection.map(complete),
  };
}

async function createRows() {
  const { staff, richUser, payment, paidPayment, withdrawal } = await createFixtures();
  const checker = checkerClient();
  const user = await richUser('Customer of every role');
  const flagged = await payment(user.id);
  await controlSimulator(`/payments/${flagged.providerPaymentId}/status`, { payment_status: 'on_hold' });
  const paid = await paidPayment(user.id);
  await deposit(paid.providerPaymentId, '13');
  const charge = await staff.transactions.charge.mutate({
    userId: user.id,
    amountUsd: '5.00',
    description: 'a book',
  });
  const [pending, approved, processing] = [
    await withdrawal(user.id),
    await withdrawal(user.id),
    await withdrawal(user.id),
  ];
  for (const { id } of [approved, processing]) await checker.withdrawals.approve.mutate({ id });
  await staff.withdrawals.startProcessing.mutate({ id: processing.id });

  const bonus = { userId: user.id, amountUsd: '5000.00', description: 'waits for another person' };
  await expect(staff.transactions.bonus.mutate(bonus)).rejects.toThrow();
  const [changeRequest] = (await staff.changeRequests.list.query({ filter: { status: 'waiting' } })).data;
  const [currency] = (await staff.currencies.list.query({ filter: { isActive: true } })).data;
  const apiKey = await staff.apiKeys.create.mutate({ name: 'Key of every role', scopes: ['users.read'] });

  // A list without rows has nothing to export.
  const comparison = await staff.reconciliations.start.mutate({ days: 2 });

  const endpoint = { url: 'http://127.0.0.1:9/hooks', description: 'no one listens' };
  const active = await staff.webhookEndpoints.create.mutate(endpoint);
  const disabled = await staff.webhookEndpoints.create.mutate(endpoint);
  await staff.webhookEndpoints.disable.mutate({ id: disabled.id });
  await staff.webhookEndpoints.sendTest.mutate({ id: active.id });

  await staff.staff.invite.mutate({ name: 'Ivy Invited', email: 'ivy@paydesk.local', role: 'viewer' });
  await createStaff('carl@paydesk.local', 'Carl Colleague', 'viewer');
  await createStaff('fred@paydesk.local', 'Fred Former', 'viewer');
  const colleagues = (await staff.staff.list.query({ perPage: 100 })).data;
  const idOf = (email: string) => colleagues.find((one) => one.email === email)?.id ?? '';
  await staff.staff.deactivate.mutate({ id: idOf('fred@paydesk.local') });

  const suspense = async () => (await staff.suspense.list.query({ filter: { userId: user.id } })).data[0];
  const delivery = async () =>
    (await staff.webhookDeliveries.list.query({ filter: { endpointId: active.id } })).data[0];
  await vi.waitFor(async () => {
    expect((await staff.payments.get.query({ id: flagged.id })).needsAttention).not.toBeNull();
    expect(await suspense()).toBeDefined();
    expect((await staff.reconciliations.get.query({ id: comparison.id })).status).toBe('finished');
    expect(await delivery()).toBeDefined();
  }, WAIT);
  return {
    user: user.id,
    payment: flagged.id,
    suspense: (await suspense())?.id,
    charge: charge.id,
    pending: pending.id,
    approved: approved.id,
    processing: processing.id,
    changeRequest: changeRequest?.id,
    currency: currency?.id,
    apiKey: apiKey.id,
    endpoint: active.id,
    disabledEndpoint: disabled.id,
    delivery: (await delivery())?.id,
    colleague: idOf('carl@paydesk.local'),
    formerColleague: idOf('fred@paydesk.local'),
  };
}
