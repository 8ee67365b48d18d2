import { createPaydeskClient } from '@paydesk/client';
import type { ServiceScope } from '@paydesk/types/rules';
import { expect, inject, vi } from 'vitest';
import { controlSimulator } from './simulator.ts';
import { settle } from './settle.ts';
import { staffClient, type StaffClient } from './staffClient.ts';

/** Allows for the delays of the simulator and the worker. */
export const WAIT = { timeout: 20_000, interval: 250 };

export const COIN = 'USDTTRC20';
const NETWORK_FEE = '1.00';
export const WALLET = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';

/** Activates a currency, and returns functions that create users, payments and withdrawals. */
export async function createFixtures() {
  const staff = staffClient();
  await activateCurrency(staff);
  const key = await createKey('fixtures', ['users.write', 'payments.create', 'withdrawals.create']);
  const app = createPaydeskClient({ url: inject('deskUrl'), apiKey: key });
  let made = 0;
  const prefix = crypto.randomUUID().slice(0, 8);

  const user = async (username: string) =>
    await app.users.upsert.mutate({
      externalId: `${prefix}-${(made += 1)}`,
      username,
      email: `${prefix}-${made}@example.com`,
    });
  const richUser = async (username: string) => {
    const rich = await user(username);
    await settle(() =>
      staff.transactions.bonus.mutate({
        userId: rich.id,
        amountUsd: '500.00',
        description: 'Something to spend',
      }),
    );
    return rich;
  };
  const payment = async (userId: string, amountUsd = '40.00') =>
    await app.payments.create.mutate({ userId, amountUsd, currencyCode: COIN });
  const paidPayment = async (userId: string) => {
    const asked = await payment(userId);
    await deposit(asked.providerPaymentId, 'full');
    await vi.waitFor(
      async () => expect((await staff.payments.get.query({ id: asked.id })).status).toBe('completed'),
      WAIT,
    );
    return asked;
  };
  const withdrawal = async (userId: string) =>
    await app.withdrawals.create.mutate({
      userId,
      amountUsd: '25.00',
      currencyCode: COIN,
      walletAddress: WALLET,
    });
  return { staff, user, richUser, payment, paidPayment, withdrawal };
}
export type Fixtures = Awaited<ReturnType<typeof createFixtures>>;

/** Sends funds to a payment's address: `amount` of its own currency, or of `asset`. */
export const deposit = async (
  providerPaymentId: string | null,
  amount: string,
  asset?: string,
): Promise<void> =>
  await controlSimulator(`/payments/${providerPaymentId}/deposit`, { amount, ...(asset && { asset }) });

/** All files share one desk: the first one that needs it has synced and activated it. */
async function activateCurrency(staff: StaffClient): Promise<void> {
  const find = async () =>
    (await staff.currencies.list.query({ filter: { q: COIN } })).data.find(({ code }) => code === COIN);
  if ((await find()) === undefined) await staff.currencies.sync.mutate({});
  const coin = await find();
  if (!coin) throw new Error(`the simulator does not list ${COIN}`);
  if (!coin.isActive) await staff.currencies.setActive.mutate({ ids: [coin.id], isActive: true });
  if (coin.withdrawalsEnabled && coin.networkFeeUsd === NETWORK_FEE) return;
  const changes = { id: coin.id, withdrawalsEnabled: true, networkFeeUsd: NETWORK_FEE };
  await settle(() => staff.currencies.update.mutate(changes));
}

/** Creates a key for an app. One that was approved has no secret yet: whoever asked for it collects one. */
export async function createKey(name: string, scopes: ServiceScope[]): Promise<string> {
  const { apiKeys } = staffClient();
  const created = await settle(() => apiKeys.create.mutate({ name, scopes }));
  if (created.answer) return created.answer.key;
  const { key } = await apiKeys.rotate.mutate({ id: created.rowId ?? '', overlapHours: 0 });
  return key;
}
