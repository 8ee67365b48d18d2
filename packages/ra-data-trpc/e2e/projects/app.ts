import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { initTRPC } from '@trpc/server';
import type { DataProvider } from 'ra-core';
import { trpcDataProvider, typed } from 'ra-data-trpc';
import { z } from 'zod';

const t = initTRPC.create();
const router = t.router({
  books: t.router({
    list: t.procedure
      .input(z.object({ cursor: z.string().optional(), filter: z.object({ q: z.string().optional() }) }))
      .query(() => ({ items: [{ id: 'b1', title: 'One' }], nextCursor: undefined })),
    get: t.procedure.input(z.object({ id: z.string() })).query(({ input }) => ({ ...input, title: 'One' })),
  }),
});

const client = createTRPCClient<typeof router>({ links: [httpBatchLink({ url: '/trpc' })] });
export const dataProvider = trpcDataProvider(client, { resources: { books: { getMany: 'oneByOne' } } });
export const forAdmin: DataProvider = dataProvider;

export async function titles(): Promise<string[]> {
  const books = await typed(dataProvider).getList('books', { filter: { q: 'a' } });
  // @ts-expect-error There is no such filter.
  await typed(dataProvider).getList('books', { filter: { author: 'a' } });
  return books.data.map(({ title }) => title);
}
