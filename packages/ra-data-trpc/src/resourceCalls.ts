import type { AnyRouter } from '@trpc/server';
import type { TRPCUntypedClient } from '@trpc/client';
import type {
  CreateParams,
  DeleteManyParams,
  DeleteParams,
  GetListParams,
  GetManyParams,
  GetManyReferenceParams,
  GetOneParams,
  Identifier,
  UpdateManyParams,
  UpdateParams,
} from 'ra-core';
import {
  isObject,
  type ListRequest,
  type ListResult,
  rowsOf,
  toListResult,
  toPage,
  toQuery,
} from './listPage.ts';
import { listReader } from './listReader.ts';
import type { Call, ResourceAdapter, UpdateRequest } from './resourceAdapter.ts';

interface Resources {
  client: TRPCUntypedClient<AnyRouter>;
  adapterOf: (resource: string) => ResourceAdapter;
  isStaleCursor: (error: unknown) => boolean;
}

/** The methods of a react-admin data provider. */
export function resourceCalls({ client, adapterOf, isStaleCursor }: Resources) {
  const { readPage } = listReader();

  const query = (path: string, input: unknown, { signal }: Call) =>
    client.query(path, input, signal && { signal });
  const mutate = (path: string, input: unknown) => client.mutation(path, input);

  async function getList(resource: string, params: GetListParams): Promise<ListResult> {
    const adapter = adapterOf(resource);
    const call = callOf(params);
    const request: ListRequest = {
      resource,
      ...(params.pagination ?? { page: 1, perPage: 25 }),
      ...(params.sort && { sort: params.sort }),
      filter: params.filter ?? {},
      ...(params.meta !== undefined && { meta: params.meta }),
    };
    const paging = {
      paging: adapter.paging ?? 'auto',
      maxPerPage: adapter.maxPerPage ?? Infinity,
      isStaleCursor,
    };
    const page = await readPage(request, paging, async (asked) => {
      const input = (adapter.toQuery ?? toQuery)(asked);
      const answer = await (adapter.list
        ? adapter.list(input as never, call)
        : query(pathOf(resource, adapter, 'list'), input, call));
      return (adapter.toPage ?? toPage)(answer, asked);
    });
    return toListResult(page, rowOf(adapter));
  }

  async function getRow(resource: string, id: Identifier, call: Call): Promise<unknown> {
    const adapter = adapterOf(resource);
    if (adapter.get === false) throw notOffered(resource, 'get');
    const row = await (adapter.get
      ? adapter.get(id, call)
      : query(pathOf(resource, adapter, 'get'), { id }, call));
    if (row === null || row === undefined) throw notFound(resource, id);
    return rowOf(adapter)(row);
  }

  async function getMany(resource: string, { ids, ...params }: GetManyParams): Promise<{ data: unknown[] }> {
    const adapter = adapterOf(resource);
    const call = callOf(params);
    if (adapter.getMany === false) throw notOffered(resource, 'getMany');
    if (adapter.getMany === 'oneByOne')
      return { data: await Promise.all(ids.map((id) => getRow(resource, id, call))) };
    const answer = await (adapter.getMany
      ? adapter.getMany(ids, call)
      : query(pathOf(resource, adapter, 'getMany'), { ids }, call));
    return { data: rowsOf(answer, `${resource}.getMany`).map(rowOf(adapter)) };
  }

  async function update(resource: string, request: UpdateRequest, call: Call): Promise<unknown> {
    const adapter = adapterOf(resource);
    if (adapter.update === false) throw notOffered(resource, 'update');
    const { id, data } = request;
    const row = await (adapter.update
      ? adapter.update(request, call)
      : mutate(pathOf(resource, adapter, 'update'), { ...data, id }));
    return isObject(row) ? rowOf(adapter)(row) : { ...data, id };
  }

  async function remove(resource: string, id: Identifier, call: Call): Promise<unknown> {
    const adapter = adapterOf(resource);
    if (adapter.delete === false) throw notOffered(resource, 'delete');
    return await (adapter.delete
      ? adapter.delete(id, call)
      : mutate(pathOf(resource, adapter, 'delete'), { id }));
  }

  return {
    getList,
    getOne: async (resource: string, { id, ...params }: GetOneParams) => ({
      data: await getRow(resource, id, callOf(params)),
    }),
    getMany,
    getManyReference: (resource: string, { target, id, filter, ...params }: GetManyReferenceParams) =>
      getList(resource, { ...params, filter: { ...filter, [target]: id } }),
    create: async (resource: string, { data, meta }: CreateParams) => {
      const adapter = adapterOf(resource);
      if (adapter.create === false) throw notOffered(resource, 'create');
      const row = await (adapter.create
        ? adapter.create(data as never, callOf({ meta }))
        : mutate(pathOf(resource, adapter, 'create'), data));
      return { data: rowOf(adapter)(row) };
    },
    update: async (resource: string, { id, data, previousData, meta }: UpdateParams) => ({
      data: await update(resource, { id, data, previousData }, callOf({ meta })),
    }),
    updateMany: async (resource: string, { ids, data, meta }: UpdateManyParams) => {
      const { updateMany } = adapterOf(resource);
      if (updateMany === false) throw notOffered(resource, 'updateMany');
      if (updateMany) await updateMany(ids, data, callOf({ meta }));
      else await all(ids.map((id) => update(resource, { id, data }, callOf({ meta }))));
      return { data: ids };
    },
    delete: async (resource: string, { id, previousData, meta }: DeleteParams) => {
      const row = await remove(resource, id, callOf({ meta }));
      return { data: isObject(row) ? rowOf(adapterOf(resource))(row) : (previousData ?? { id }) };
    },
    deleteMany: async (resource: string, { ids, meta }: DeleteManyParams) => {
      const { deleteMany } = adapterOf(resource);
      if (deleteMany === false) throw notOffered(resource, 'deleteMany');
      if (deleteMany) await deleteMany(ids, callOf({ meta }));
      else await all(ids.map((id) => remove(resource, id, callOf({ meta }))));
      return { data: ids };
    },
  };
}

const pathOf = (resource: string, { router = resource }: ResourceAdapter, procedure: string): string =>
  `${router}.${procedure}`;

const callOf = ({ signal, meta }: Call): Call => ({
  ...(signal && { signal }),
  ...(meta !== undefined && { meta }),
});

const rowOf =
  ({ toRow }: ResourceAdapter) =>
  (row: unknown): unknown =>
    toRow ? toRow(row) : row;

/** Waits for all of them before it reports the first failure: what is read after it is the result. */
async function all(calls: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(calls)) if (result.status === 'rejected') throw result.reason;
}

const notOffered = (resource: string, method: string): Error =>
  Object.assign(new Error(`${resource} have no ${method}`), { status: 405, body: { code: null } });

const notFound = (resource: string, id: Identifier): Error =>
  Object.assign(new Error(`${resource} have no row ${id}`), { status: 404, body: { code: 'NOT_FOUND' } });
