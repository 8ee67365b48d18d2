import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { initTRPC } from '@trpc/server';
import { z } from 'zod';

export const t = initTRPC.create();
const { procedure } = t;

export interface Book {
  id: string;
  title: string;
}
export interface Author {
  slug: string;
  name: string;
}
export interface Order {
  id: string;
}

const byId = z.strictObject({ id: z.string() });

/** The router that the README's examples are about. Nothing of it is ever called. */
const readmeRouter = t.router({
  books: t.router({
    list: procedure
      .input(z.strictObject({ filter: z.strictObject({ authorId: z.string().optional() }) }))
      .query((): { items: Book[]; total: number } => ({ items: [], total: 0 })),
    get: procedure.input(byId).query(({ input }): Book => ({ ...input, title: '' })),
    lend: procedure
      .input(z.strictObject({ id: z.string(), days: z.number() }))
      .mutation(({ input }) => ({ id: input.id })),
  }),
  authors: t.router({
    list: procedure.query((): Author[] => []),
    get: procedure.input(byId).query(({ input }): Author => ({ slug: input.id, name: '' })),
  }),
  orders: t.router({
    list: procedure
      .input(z.strictObject({ offset: z.number(), limit: z.number() }))
      .query((): { orders: Order[]; count: number } => ({ orders: [], count: 0 })),
    removeAll: procedure.input(z.strictObject({ orderIds: z.array(z.string()) })).mutation(() => undefined),
  }),
  accounting: t.router({ invoices: t.router({ list: procedure.query((): { id: string }[] => []) }) }),
  reports: t.router({
    loans: procedure
      .input(z.strictObject({ page: z.number() }))
      .query((): { items: { id: string }[] } => ({ items: [] })),
  }),
  changes: procedure.subscription(async function* (): AsyncGenerator<{ resource: string; ids?: string[] }> {
    yield await Promise.resolve({ resource: 'books' });
  }),
});

export const client = createTRPCClient<typeof readmeRouter>({ links: [httpBatchLink({ url: '/trpc' })] });
