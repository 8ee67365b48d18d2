import { createTRPCClient, httpLink } from '@trpc/client';
import { initTRPC, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { z } from 'zod';

const t = initTRPC.create();

const id = z.number().int();
const listInput = z.strictObject({
  page: z.number().int().positive(),
  perPage: z.number().int().positive(),
  sort: z.strictObject({ field: z.string(), order: z.enum(['ASC', 'DESC']) }).optional(),
  filter: z.record(z.string(), z.unknown()),
});

type Row = { id: number } & Record<string, unknown>;

/** Rows that are listed by page with their total, as those of react-admin's demos are. */
function crudRouter<Shape extends z.ZodRawShape>(shape: Shape, seed: z.infer<z.ZodObject<Shape>>[]) {
  const rows = new Map<number, Row>(seed.map((row, index) => [index + 1, { ...row, id: index + 1 }]));
  const stored = (wanted: number): Row => {
    const row = rows.get(wanted);
    if (!row) throw new TRPCError({ code: 'NOT_FOUND' });
    return row;
  };
  type Stored = z.infer<z.ZodObject<Shape>> & { id: number };
  return t.router({
    list: t.procedure.input(listInput).query(({ input: { page, perPage, sort, filter } }) => {
      const found = [...rows.values()].filter((row) =>
        Object.entries(filter).every(([name, value]) => row[name] === value),
      );
      if (sort) found.sort(by(sort.field));
      if (sort?.order === 'DESC') found.reverse();
      return { data: found.slice((page - 1) * perPage, page * perPage) as Stored[], total: found.length };
    }),
    get: t.procedure.input(z.strictObject({ id })).query(({ input }) => stored(input.id) as Stored),
    getMany: t.procedure
      .input(z.strictObject({ ids: z.array(id) }))
      .query(({ input: { ids } }) => ids.flatMap((wanted) => rows.get(wanted) ?? []) as Stored[]),
    create: t.procedure.input(z.strictObject(shape)).mutation(({ input }) => {
      const row = { ...input, id: rows.size + 1 };
      rows.set(row.id, row);
      return row as Stored;
    }),
    update: t.procedure.input(z.strictObject(shape).partial().extend({ id })).mutation(({ input }) => {
      const wanted = Number((input as { id: unknown }).id);
      const row = { ...stored(wanted), ...input, id: wanted };
      rows.set(wanted, row);
      return row as Stored;
    }),
    delete: t.procedure.input(z.strictObject({ id })).mutation(({ input }) => {
      const row = stored(input.id);
      rows.delete(input.id);
      return row as Stored;
    }),
    deleteMany: t.procedure.input(z.strictObject({ ids: z.array(id) })).mutation(({ input: { ids } }) => {
      for (const wanted of ids) rows.delete(wanted);
      return { deleted: ids.length };
    }),
  });
}

const by = (field: string) => (one: Row, other: Row) =>
  String(one[field]).localeCompare(String(other[field]), 'en', { numeric: true });

const upTo = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The resources of react-admin's simple example and of its e-commerce demo. */
export const demoRouter = () =>
  t.router({
    posts: crudRouter(
      { title: z.string(), views: z.number(), category: z.string() },
      upTo(13, (index) => ({
        title: `Post ${index}`,
        views: index * 10,
        category: index % 2 ? 'tech' : 'life',
      })),
    ),
    comments: crudRouter(
      { post_id: z.number(), body: z.string() },
      upTo(11, (index) => ({ post_id: (index % 4) + 1, body: `Comment ${index}` })),
    ),
    tags: crudRouter(
      { name: z.string() },
      upTo(3, (index) => ({ name: `tag${index}` })),
    ),
    users: crudRouter(
      { name: z.string() },
      upTo(3, (index) => ({ name: `User ${index}` })),
    ),
    customers: crudRouter(
      { first_name: z.string(), has_ordered: z.boolean() },
      upTo(30, (index) => ({ first_name: `Customer ${index}`, has_ordered: index % 3 === 0 })),
    ),
    orders: crudRouter(
      { customer_id: z.number(), status: z.enum(['ordered', 'delivered', 'cancelled']), total: z.number() },
      upTo(20, (index) => ({ customer_id: (index % 5) + 1, status: 'ordered' as const, total: index })),
    ),
    invoices: crudRouter(
      { order_id: z.number() },
      upTo(4, (index) => ({ order_id: index + 1 })),
    ),
    products: crudRouter(
      { reference: z.string() },
      upTo(6, (index) => ({ reference: `Poster ${index}` })),
    ),
    categories: crudRouter(
      { name: z.string() },
      upTo(2, (index) => ({ name: `Category ${index}` })),
    ),
    reviews: crudRouter(
      { rating: z.number().max(5, 'At most five'), status: z.string() },
      upTo(9, (index) => ({ rating: index % 5, status: 'pending' })),
    ),
  });
export type Demo = ReturnType<typeof demoRouter>;

export function demoClient() {
  const router = demoRouter();
  const paths: string[] = [];
  const client = createTRPCClient<Demo>({
    links: [
      httpLink({
        url: 'http://demo/trpc',
        fetch: (url, init) => {
          const req = new Request(url, { ...init, signal: null } as RequestInit);
          paths.push(new URL(req.url).pathname.slice('/trpc/'.length));
          return fetchRequestHandler({ endpoint: '/trpc', req, router });
        },
      }),
    ],
  });
  return { client, paths };
}
