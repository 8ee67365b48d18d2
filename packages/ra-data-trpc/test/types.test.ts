import type { DataProvider } from 'ra-core';
import { expectTypeOf, it } from 'vitest';
import { trpcDataProvider, typed } from '../src/index.ts';
import { type Book, libraryClient } from './library.ts';

const { client } = libraryClient();
const provider = trpcDataProvider(client, {
  methods: { lend: (id: string, days: number) => client.books.lend.mutate({ id, days }) },
  otherResources: {
    loans: {
      list: async () => ({ items: [{ id: 'l1', days: 7 }] }),
    },
  },
});

it("is what react-admin's <Admin> takes, with the custom methods", () => {
  expectTypeOf(provider).toExtend<DataProvider>();
  expectTypeOf(provider.lend).parameters.toEqualTypeOf<[string, number]>();
  expectTypeOf(provider.lend).returns.resolves.toEqualTypeOf<{ id: string; dueInDays: number }>();
});

it('has the rows, filters and inputs of the router', () => {
  const library = typed(provider);
  expectTypeOf(() => library.getOne('books', { id: 'b01' })).returns.resolves.toEqualTypeOf<{ data: Book }>();
  expectTypeOf(() => library.getList('authors', {}))
    .returns.resolves.toHaveProperty('data')
    .toEqualTypeOf<{ id: string; name: string }[]>();
  expectTypeOf(() => library.getList('loans', {}))
    .returns.resolves.toHaveProperty('data')
    .toEqualTypeOf<{ id: string; days: number }[]>();
  expectTypeOf(library.lend).parameters.toEqualTypeOf<[string, number]>();
});

it('does not compile with what the router does not have', () => {
  const library = typed(provider);
  // Never called: they are here for the compiler.
  void [
    // @ts-expect-error There is no such resource.
    () => library.getList('bocks', {}),
    // @ts-expect-error `reports` has no list.
    () => library.getOne('reports', { id: '1' }),
    // @ts-expect-error There is no such filter.
    () => library.getList('books', { filter: { writer: 'a1' } }),
    // @ts-expect-error The filter is a string.
    () => library.getList('books', { filter: { authorId: 1 } }),
    // @ts-expect-error Books are not sorted by their author.
    () => library.getList('books', { sort: { field: 'authorId', order: 'ASC' } }),
    // @ts-expect-error Books do not refer to a shop.
    () => library.getManyReference('books', { target: 'shopId', id: '1' }),
    // @ts-expect-error A new book has a title.
    () => library.create('books', { data: { authorId: 'a1', pages: 3 } }),
    // @ts-expect-error There is no such field.
    () => library.update('books', { id: 'b01', data: { colour: 'red' } }),
    // @ts-expect-error Authors are not created.
    () => library.create('authors', { data: { name: 'Di' } }),
    // @ts-expect-error There is no such method.
    () => library.burn('b01'),
    // @ts-expect-error There is no such resource to adapt.
    () => trpcDataProvider(client, { resources: { bocks: {} } }),
    // @ts-expect-error A resource without a router needs a list.
    () => trpcDataProvider(client, { otherResources: { returns: { get: false } } }),
  ];
});
