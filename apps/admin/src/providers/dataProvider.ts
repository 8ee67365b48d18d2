import type { DataProvider } from 'react-admin';
import { type Commands, commands } from './commands.ts';
import { listRows } from './listRows.ts';
import { toHttpError } from './toHttpError.ts';
import { trpc } from './trpc.ts';
import { type ListPage, type ListQuery, RESOURCES, type ResourceName } from './wire.ts';

export type DeskDataProvider = DataProvider & Commands;

interface AnyReads {
  list: { query(input: ListQuery): Promise<ListPage<unknown>> };
  get: { query(input: { id: string }): Promise<unknown> };
  getMany: { query(input: { ids: string[] }): Promise<unknown> };
}

const isResource = (name: string): name is ResourceName => (RESOURCES as readonly string[]).includes(name);

function resourceNamed(name: string): ResourceName {
  if (!isResource(name)) throw new RangeError(`there is no resource "${name}"`);
  return name;
}

/** Findings belong to their reconciliation's router; all other resources have one of their own. */
function reads(name: string): AnyReads {
  const resource = resourceNamed(name);
  const router = resource === 'findings' ? { list: trpc.reconciliations.findings } : trpc[resource];
  return router as unknown as AnyReads;
}

/** `getMany` answers the bare rows or `{ data }`; both are read. */
const rowsOf = (answer: unknown): unknown[] => {
  if (Array.isArray(answer)) return answer;
  return typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data)
    ? answer.data
    : [];
};

const refuse = (what: string) => () =>
  Promise.reject(new Error(`Rows are not ${what} by hand in this desk.`));

/** The few rows that are made or edited by a form; all else goes through `commands`. */
const CREATE: Partial<Record<ResourceName, (input: never) => Promise<unknown>>> = {
  currencies: trpc.currencies.create.mutate,
  payments: trpc.payments.create.mutate,
  withdrawals: trpc.withdrawals.create.mutate,
  users: trpc.users.upsert.mutate,
};
const UPDATE: Partial<Record<ResourceName, (input: never) => Promise<unknown>>> = {
  currencies: trpc.currencies.update.mutate,
};

async function list(name: string, asked: Parameters<typeof listRows>[1]) {
  const resource = resourceNamed(name);
  return listRows(resource, asked, (query) => reads(resource).list.query(query));
}

const standard = {
  getList: (name: string, params: Parameters<typeof listRows>[1]) => list(name, params),
  getOne: async (name: string, { id }: { id: unknown }) => ({
    data: await reads(name).get.query({ id: String(id) }),
  }),
  getMany: async (name: string, { ids }: { ids: unknown[] }) => ({
    data: rowsOf(await reads(name).getMany.query({ ids: ids.map(String) })),
  }),
  getManyReference: (
    name: string,
    { target, id, filter, ...rest }: Parameters<typeof listRows>[1] & { target: string; id: unknown },
  ) => list(name, { ...rest, filter: { ...filter, [target]: id } }),
  create: async (name: string, { data }: { data: unknown }) => {
    const create = CREATE[resourceNamed(name)];
    return create ? { data: await create(data as never) } : refuse('created')();
  },
  update: async (name: string, { id, data }: { id: unknown; data: object }) => {
    const update = UPDATE[resourceNamed(name)];
    return update ? { data: await update({ ...data, id } as never) } : refuse('edited')();
  },
  updateMany: refuse('edited'),
  delete: refuse('deleted'),
  deleteMany: refuse('deleted'),
};

const worded =
  <Params extends unknown[], Result>(call: (...params: Params) => Promise<Result>) =>
  async (...params: Params): Promise<Result> => {
    try {
      return await call(...params);
    } catch (error) {
      throw toHttpError(error);
    }
  };

const wordedStandard = Object.fromEntries(
  Object.entries(standard).map(([name, call]) => [
    name,
    worded(call as (...params: unknown[]) => Promise<unknown>),
  ]),
);

/**
 * The desk behind react-admin's door. The library's row generics cannot name our rows, hence the one cast.
 */
export const dataProvider = { ...wordedStandard, ...commands } as unknown as DeskDataProvider;
