import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ResourceAdapter, trpcDataProvider } from '../src/index.ts';
import { demoClient, demoRouter } from './demoRouter.ts';

const resources = Object.keys(demoRouter()._def.record);
const firstPage = { pagination: { page: 1, perPage: 5 }, sort: { field: 'id', order: 'ASC' } } as const;

describe.each(resources)("%s of react-admin's demos", (resource) => {
  it('are listed, read, created, changed and deleted', async () => {
    const provider = trpcDataProvider(demoClient().client);
    const { data, total } = await provider.getList(resource, { ...firstPage, filter: {} });
    expect(data[0]).toMatchObject({ id: 1 });
    expect(total).toBeGreaterThanOrEqual(data.length);

    const { id: _id, ...fields } = data[0];
    const { data: created } = await provider.create(resource, { data: fields });
    expect(created).toEqual({ ...fields, id: (total ?? 0) + 1 });
    await expect(provider.getOne(resource, { id: created.id })).resolves.toEqual({ data: created });
    await expect(provider.getMany(resource, { ids: [created.id, 1] })).resolves.toEqual({
      data: [created, data[0]],
    });

    const [name = '', value] = Object.entries(fields)[0] ?? [];
    const { data: updated } = await provider.update(resource, {
      id: created.id,
      data: { [name]: value },
      previousData: created,
    });
    expect(updated).toEqual(created);

    const deleted = await provider.delete(resource, { id: created.id, previousData: created });
    expect(deleted).toEqual({ data: created });
    await expect(provider.getOne(resource, { id: created.id })).rejects.toMatchObject({ status: 404 });
  });
});

it('counts pages by the total', async () => {
  const provider = trpcDataProvider(demoClient().client);
  const last = await provider.getList('customers', {
    ...firstPage,
    pagination: { page: 3, perPage: 10 },
    filter: {},
  });
  expect(last).toMatchObject({ total: 30, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  expect(last.data).toHaveLength(10);
});

it('lists the comments of a post, the newest first', async () => {
  const provider = trpcDataProvider(demoClient().client);
  const { data, total } = await provider.getManyReference('comments', {
    target: 'post_id',
    id: 1,
    pagination: { page: 1, perPage: 2 },
    sort: { field: 'id', order: 'DESC' },
    filter: {},
  });
  expect(data.map(({ id }) => id)).toEqual([9, 5]);
  expect(total).toBe(3);
});

it('changes and deletes many rows one by one', async () => {
  const { client, paths } = demoClient();
  const provider = trpcDataProvider(client);
  const ids = [1, 2, 3];
  await expect(provider.updateMany('orders', { ids, data: { status: 'delivered' } })).resolves.toEqual({
    data: ids,
  });
  const { data } = await provider.getMany('orders', { ids });
  expect(data.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  await expect(provider.deleteMany('orders', { ids })).resolves.toEqual({ data: ids });
  await expect(provider.getMany('orders', { ids })).resolves.toEqual({ data: [] });
  expect(paths.filter((path) => path === 'orders.delete')).toHaveLength(3);
});

it('waits for all of many changes before it reports one that was refused', async () => {
  const { client, paths } = demoClient();
  const update: ResourceAdapter['update'] = async ({ id, data }) => {
    // The refusal comes first.
    if (id !== 999) await setTimeout(20);
    return client.reviews.update.mutate({ id: Number(id), ...data });
  };
  const provider = trpcDataProvider(client, { resources: { reviews: { update } } });
  await expect(
    provider.updateMany('reviews', { ids: [999, 1, 2], data: { status: 'accepted' } }),
  ).rejects.toMatchObject({ status: 404 });
  expect(paths).toHaveLength(3);
  const { data } = await provider.getMany('reviews', { ids: [1, 2] });
  expect(data.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
});

it('uses a procedure for many rows where an adapter names it', async () => {
  const { client, paths } = demoClient();
  const provider = trpcDataProvider(client, {
    resources: {
      tags: { deleteMany: (ids) => client.tags.deleteMany.mutate({ ids: ids.map(Number) }) },
    },
  });
  await provider.deleteMany('tags', { ids: [1, 2] });
  expect(paths).toEqual(['tags.deleteMany']);
});

it('refuses what a resource does not have, without a call', async () => {
  const { client, paths } = demoClient();
  const none = { create: false, update: false, updateMany: false, delete: false, deleteMany: false } as const;
  const provider = trpcDataProvider(client, {
    defaults: none,
    resources: { tags: { update: ({ data }) => Promise.resolve(data) } },
  });
  await expect(provider.create('tags', { data: {} })).rejects.toThrow('tags have no create');
  await expect(provider.delete('tags', { id: 1 })).rejects.toThrow('tags have no delete');
  await expect(provider.deleteMany('tags', { ids: [1] })).rejects.toThrow('tags have no deleteMany');
  await expect(provider.updateMany('tags', { ids: [1], data: {} })).rejects.toThrow(
    'tags have no updateMany',
  );
  await expect(provider.update('users', { id: 1, data: {}, previousData: { id: 1 } })).rejects.toMatchObject({
    status: 405,
  });
  // What the resource says counts before what all have in common.
  await expect(
    provider.update('tags', { id: 1, data: { id: 1, name: 'new' }, previousData: { id: 1 } }),
  ).resolves.toEqual({ data: { id: 1, name: 'new' } });
  expect(paths).toEqual([]);
});

it('calls the procedures of the router that an adapter names', async () => {
  const { client, paths } = demoClient();
  const provider = trpcDataProvider(client, { otherResources: { posters: { router: 'products' } } });
  await expect(provider.getOne('posters', { id: 1 })).resolves.toMatchObject({
    data: { reference: 'Poster 0' },
  });
  expect(paths).toEqual(['products.get']);
});
