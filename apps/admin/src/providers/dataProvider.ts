import type { DataProvider } from 'react-admin';
import { callAction } from './actions.ts';
import { type ListParams, listRows } from './listRows.ts';
import type { ListPage, ListQuery, ResourceName } from './records.ts';
import { trpc } from './trpc.ts';

/**
 * Reads every resource, and saves those that have a form. Commands are no part of it: they call their
 * procedure directly.
 */
export const dataProvider = {
  getList: (name: string, params: ListParams) => list(name, params),
  getOne: async (name: string, { id }: { id: unknown }) => ({
    data: await readOne(name).query({ id: String(id) }),
  }),
  getMany: (name: string, { ids }: { ids: unknown[] }) => readMany(name).query({ ids: ids.map(String) }),
  getManyReference: (
    name: string,
    { target, id, filter, ...rest }: ListParams & { target: string; id: unknown },
  ) => list(name, { ...rest, filter: { ...filter, [target]: id } }),
  create: async (name: string, { data }: { data: unknown }) => {
    const create = CREATE[resourceNamed(name)];
    return create ? { data: await create(data as never) } : notOffered('created')();
  },
  update: async (name: string, { id, data }: { id: unknown; data: object }) => {
    const update = UPDATE[resourceNamed(name)];
    return update ? { data: await update({ ...data, id } as never) } : notOffered('edited')();
  },
  updateMany: notOffered('edited'),
  delete: notOffered('deleted'),
  deleteMany: notOffered('deleted'),
  // The library's generics let the caller choose the row type; the procedures fix it.
} as unknown as DataProvider;

interface Reads {
  list: { query(input: ListQuery | void): Promise<ListPage<unknown>> };
  get?: { query(input: { id: string }): Promise<unknown> };
  getMany?: { query(input: { ids: string[] }): Promise<{ data: unknown[] }> };
}

const READS: Record<ResourceName, Reads> = {
  currencies: trpc.currencies,
  payments: trpc.payments,
  suspense: trpc.suspense,
  reconciliations: trpc.reconciliations,
  findings: { list: trpc.reconciliations.findings },
  balances: trpc.balances,
  transactions: trpc.transactions,
  withdrawals: trpc.withdrawals,
  users: trpc.users,
  audit: trpc.audit,
  apiKeys: trpc.apiKeys,
  staff: trpc.staff,
  policies: trpc.policies,
  changeRequests: trpc.changeRequests,
  webhookEndpoints: trpc.webhookEndpoints,
  webhookDeliveries: trpc.webhookDeliveries,
};

/** A form's values are checked by the server; here they have no type. */
type Save = (input: never) => Promise<unknown>;

const CREATE: Partial<Record<ResourceName, Save>> = {
  currencies: (input) => callAction('currencies.create', input),
  payments: (input) => callAction('payments.create', input),
  withdrawals: (input) => callAction('withdrawals.create', input),
  users: (input) => callAction('users.upsert', input),
};
const UPDATE: Partial<Record<ResourceName, Save>> = {
  currencies: (input) => callAction('currencies.update', input),
};

async function list(name: string, params: ListParams) {
  const resource = resourceNamed(name);
  return listRows(resource, params, (query) => READS[resource].list.query(query));
}

function readOne(name: string) {
  const { get } = READS[resourceNamed(name)];
  if (!get) throw new RangeError(`${name} are not read one by one`);
  return get;
}

function readMany(name: string) {
  const { getMany } = READS[resourceNamed(name)];
  if (!getMany) throw new RangeError(`${name} are not read by their ids`);
  return getMany;
}

const isResource = (name: string): name is ResourceName => Object.hasOwn(READS, name);

function resourceNamed(name: string): ResourceName {
  if (!isResource(name)) throw new RangeError(`there is no resource "${name}"`);
  return name;
}

function notOffered(action: string) {
  return () => Promise.reject(new Error(`Rows are not ${action} by hand in this desk.`));
}
