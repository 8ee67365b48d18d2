import {
  createPaydeskClient,
  isPaydeskError,
  type PaydeskClient,
  type Payment,
  type User,
} from '@paydesk/client';
import { deskClock, type DeskClock } from './deskClock.ts';
import { faults, type Faults } from './faults.ts';
import { expectInvariants } from './invariants.ts';
import type { SandboxControl } from './sandboxControl.ts';
import { staffMember, type StaffMember, type StaffRole } from './staffMember.ts';
import { webhooks, type Webhooks } from './webhookReceiver.ts';

/** A payment, or its id. */
export type PaymentReference = string | { readonly id: string };
/** A user, or its id. */
export type UserReference = string | { readonly id: string };

/**
 * A desk for tests. Every method resolves when the desk has dealt with what it caused: notifications are handled, jobs
 * have run, events have their numbers and webhooks were sent.
 */
export interface DeskSandbox extends AsyncDisposable {
  /** The desk's address, for your app's settings; the admin app and the checkout page are there once they are built. */
  url: string;
  /** `pk_…`, with every scope that an app can have. */
  apiKey: string;
  /** A typed client with that key. */
  client: PaydeskClient;
  /** The first admin. */
  admin: StaffMember;
  clock: DeskClock;
  faults: Faults;
  webhooks: Webhooks;

  /** Another key, with these scopes alone. */
  newApiKey(scopes: readonly string[], name?: string): Promise<string>;
  /** A customer, under an external id of your choice or a new one. */
  newUser(user?: { externalId?: string; username?: string; email?: string }): Promise<User>;
  /** A token for a customer's browser, `ut_…`. */
  userToken(user: UserReference, options?: { ttlSeconds?: number }): Promise<string>;
  /** A member of staff, who can sign in. */
  newStaff(role: StaffRole, name?: string): Promise<StaffMember>;

  /** Exactly what the payment asks for arrives. Returns the payment as the desk has it then. */
  payInFull(payment: PaymentReference): Promise<Payment>;
  /** @param share of what is asked, such as `'0.5'` */
  payPartly(payment: PaymentReference, share: string): Promise<Payment>;
  /** @param share of what is asked, such as `'1.5'` */
  overpay(payment: PaymentReference, share: string): Promise<Payment>;
  /** Lets the payment expire and pays then: the clock moves by about a week, to the desk's check that finds the money. */
  payLate(payment: PaymentReference): Promise<Payment>;
  /** Money arrives at the address of a payment that is paid already. Returns the child payment that it becomes. */
  payAgain(payment: PaymentReference, units?: string): Promise<Payment>;
  /**
   * Another currency arrives at the payment's address. Returns the child payment that it becomes.
   * @param asset another one of the same network if left out
   * @param units of the asset; as much as was asked for is worth if left out
   */
  payWrongAsset(payment: PaymentReference, options?: { asset?: string; units?: string }): Promise<Payment>;
  /** Lets the payment's time run out: the clock moves to its expiry. */
  expire(payment: PaymentReference): Promise<Payment>;
  /** The provider sends its last notification about the payment again. */
  notifyAgain(payment: PaymentReference): Promise<Payment>;

  /** The balance in USD, such as `'99.99'`. */
  balanceOf(user: UserReference): Promise<string>;
  /** Does everything that is due now, such as the webhooks about what your app has just done. */
  settle(): Promise<void>;
  /**
   * Checks the whole database as `paydesk verify` does, and that no more was credited than has arrived.
   * @throws InvariantsBroken naming what differs
   */
  expectInvariants(): Promise<void>;
  /** Ends the desk and removes everything of it. */
  stop(): Promise<void>;
}

interface Info {
  url: string;
  apiKey: string;
  admin: { id: string; email: string; password: string };
}

export async function createDeskSandbox(
  control: SandboxControl,
  stopSandbox: () => Promise<void>,
): Promise<DeskSandbox> {
  const { url, apiKey, admin } = await control<Info>('info');
  const client = createPaydeskClient({ url, apiKey });
  const atStop: (() => Promise<void>)[] = [stopSandbox];
  const stop = async () => {
    for (const step of atStop.splice(0).toReversed()) await step();
  };
  let users = 0;
  return {
    url,
    apiKey,
    client,
    admin: staffMember(url, { ...admin, role: 'admin' }),
    clock: deskClock(control),
    faults: faults(control),
    webhooks: webhooks(control, (step) => void atStop.push(step)),
    ...payers(control, client),
    async newApiKey(scopes, name = 'test') {
      return (await control<{ key: string }>('apiKeys.create', { name, scopes })).key;
    },
    async newUser(user = {}) {
      users += 1;
      const externalId = user.externalId ?? `customer-${users}-${crypto.randomUUID()}`;
      return await client.users.upsert.mutate({ username: `Customer ${users}`, ...user, externalId });
    },
    async userToken(user, options) {
      return (await client.users.token.mutate({ userId: idOf(user), ...options })).token;
    },
    async newStaff(role, name = `Test ${role}`) {
      const person = await control<Info['admin']>('staff.create', { role, name });
      return staffMember(url, { ...person, role });
    },
    balanceOf: async (user) => await balanceOf(client, idOf(user)),
    settle: async () => await control('settle'),
    expectInvariants: async () => await expectInvariants(control),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

type Payers = Pick<
  DeskSandbox,
  'payInFull' | 'payPartly' | 'overpay' | 'payLate' | 'payAgain' | 'payWrongAsset' | 'expire' | 'notifyAgain'
>;

function payers(control: SandboxControl, client: PaydeskClient): Payers {
  const find = async (id: string) => await client.payments.get.query({ id });

  async function pay(
    how: 'payments.deposit' | 'payments.payLate',
    payment: PaymentReference,
    deposit: { amount: 'full' | { share: string } | { units: string }; asset?: string },
  ): Promise<Payment> {
    const { id } = await control<{ id: string }>(how, { id: idOf(payment), ...deposit });
    return await find(id);
  }

  async function act(name: string, payment: PaymentReference): Promise<Payment> {
    await control(name, { id: idOf(payment) });
    return await find(idOf(payment));
  }

  return {
    payInFull: async (payment) => await pay('payments.deposit', payment, { amount: 'full' }),
    async payPartly(payment, share) {
      if (!/^0?\.\d*[1-9]\d*$/.test(share))
        throw new TypeError(`a part is a text such as '0.5', not ${share}`);
      return await pay('payments.deposit', payment, { amount: { share: share.replace(/^\./, '0.') } });
    },
    async overpay(payment, share) {
      if (!/^[1-9]\d*(\.\d+)?$/.test(share) || /^1(\.0*)?$/.test(share))
        throw new TypeError(`more than asked is a text such as '1.5', not ${share}`);
      return await pay('payments.deposit', payment, { amount: { share } });
    },
    payLate: async (payment) => await pay('payments.payLate', payment, { amount: 'full' }),
    payAgain: async (payment, units) =>
      await pay('payments.deposit', payment, { amount: units === undefined ? 'full' : { units } }),
    payWrongAsset: async (payment, { asset = 'other', units } = {}) =>
      await pay('payments.deposit', payment, { amount: units === undefined ? 'full' : { units }, asset }),
    expire: async (payment) => await act('payments.expire', payment),
    notifyAgain: async (payment) => await act('payments.notifyAgain', payment),
  };
}

async function balanceOf(client: PaydeskClient, id: string): Promise<string> {
  try {
    return (await client.balances.get.query({ id })).balanceUsd;
  } catch (error) {
    if (isPaydeskError(error, 'NOT_FOUND') && (await client.users.get.query({ id })).id === id) return '0.00';
    throw error;
  }
}

const idOf = (reference: string | { readonly id: string }): string =>
  typeof reference === 'string' ? reference : reference.id;
