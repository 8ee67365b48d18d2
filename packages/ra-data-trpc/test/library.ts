import { createTRPCClient, httpLink } from '@trpc/client';
import { initTRPC, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { z } from 'zod';

const t = initTRPC.create();
const { procedure } = t;

export interface Book {
  id: string;
  title: string;
  authorId: string;
  pages: number;
}

/** Fifty-five books by three authors, `b01` to `b55`. */
const books: Book[] = Array.from({ length: 55 }, (_, index) => ({
  id: `b${String(index + 1).padStart(2, '0')}`,
  title: `Book ${index + 1}`,
  authorId: `a${(index % 3) + 1}`,
  pages: 100 + index,
}));
const authors = ['Ada', 'Bo', 'Cy'].map((name, index) => ({ id: `a${index + 1}`, name }));

const sort = z.strictObject({ field: z.enum(['id', 'title', 'pages']), order: z.enum(['ASC', 'DESC']) });

/** Pages of at most twenty books, by number or by cursor: the id of the book before. */
const listBooks = procedure
  .input(
    z.strictObject({
      page: z.number().int().max(10).optional(),
      cursor: z.string().startsWith('b').optional(),
      perPage: z.number().int().max(20),
      sort: sort.optional(),
      filter: z.strictObject({ authorId: z.string().optional(), q: z.string().optional() }).default({}),
    }),
  )
  .query(({ input: { page = 1, cursor, perPage, filter } }) => {
    if (cursor === 'bOld') throw new TRPCError({ code: 'BAD_REQUEST', message: 'cursor expired' });
    const found = books.filter(({ authorId, title }) => {
      return (!filter.authorId || filter.authorId === authorId) && title.includes(filter.q ?? '');
    });
    const start = cursor ? found.findIndex(({ id }) => id === cursor) + 1 : (page - 1) * perPage;
    const items = found.slice(start, start + perPage);
    const hasMore = start + perPage < found.length;
    return { items, nextCursor: hasMore ? items.at(-1)?.id : undefined };
  });

const save = z.strictObject({
  title: z.string().min(3, 'At least three letters'),
  authorId: z.string(),
  pages: z.number().int().positive('A book has pages'),
  tags: z.array(z.string().min(2, 'Too short')).optional(),
});

const libraryRouter = t.router({
  books: t.router({
    list: listBooks,
    get: procedure
      .input(z.strictObject({ id: z.string() }))
      .query(({ input }): Book | null => books.find(({ id }) => id === input.id) ?? null),
    getMany: procedure
      .input(z.strictObject({ ids: z.array(z.string()) }))
      .query(({ input: { ids } }) => books.filter(({ id }) => ids.includes(id))),
    create: procedure.input(save).mutation(({ input }): Book => ({ id: 'b99', ...input })),
    update: procedure
      .input(save.partial().extend({ id: z.string() }))
      .mutation(({ input }): Book => ({ title: '', authorId: 'a1', pages: 1, ...input })),
    lend: procedure
      .input(z.strictObject({ id: z.string(), days: z.number().max(30, 'At most a month') }))
      .mutation(({ input: { id, days } }) => ({ id, dueInDays: days })),
  }),
  authors: t.router({
    /** No pages: all authors, under another name. */
    list: procedure.query(() => authors),
    get: procedure.input(z.strictObject({ id: z.string() })).query(({ input }) => {
      const found = authors.find(({ id }) => id === input.id);
      if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such author' });
      return found;
    }),
  }),
  reports: t.router({
    /** Rows of a resource without a router of its own. */
    loans: procedure
      .input(z.strictObject({ offset: z.number(), limit: z.number() }))
      .query(({ input: { offset, limit } }) => ({
        loans: books.slice(offset, offset + limit).map(({ id }) => ({ book: id, days: 7 })),
        count: 1000,
      })),
  }),
});
export type Library = typeof libraryRouter;

interface SentCall {
  path: string;
  input: unknown;
  signal: AbortSignal | null | undefined;
}

/** A client that reaches the router by HTTP without a network, and what it has sent. */
export function libraryClient() {
  const sent: SentCall[] = [];
  const client = createTRPCClient<Library>({
    links: [
      httpLink({
        url: 'http://library/trpc',
        fetch: async (url, init) => {
          const req = new Request(url, { ...init, signal: null } as RequestInit);
          const { pathname, searchParams } = new URL(req.url);
          const text = typeof init?.body === 'string' ? init.body : searchParams.get('input');
          sent.push({
            path: pathname.slice('/trpc/'.length),
            input: text === null ? undefined : JSON.parse(text),
            signal: init?.signal as AbortSignal | undefined,
          });
          init?.signal?.throwIfAborted();
          return fetchRequestHandler({ endpoint: '/trpc', req, router: libraryRouter });
        },
      }),
    ],
  });
  return { client, sent, inputs: () => sent.map(({ input }) => input) };
}
