import { initTRPC, TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { chainMiddlewares } from './chainMiddlewares.ts';

interface Context {
  log: string[];
  user?: string;
}

/** The same router twice: as tRPC runs it, and chained. */
function routers() {
  const build = () => {
    const t = initTRPC.context<Context>().meta<{ name: string }>().create();
    const logged = t.middleware(async ({ ctx, path, type, meta, batchIndex, next }) => {
      ctx.log.push(`${type} ${path} ${meta?.name} ${batchIndex}`);
      const result = await next({ ctx: { user: 'ada' } });
      ctx.log.push(result.ok ? 'ok' : `${result.error.code} ${String(result.error.cause)}`);
      return result;
    });
    const base = t.procedure.meta({ name: 'a name' }).use(logged);
    return t.router({
      plain: base.query(({ ctx, input }) => ({ user: ctx.user, input: input ?? null })),
      parsed: base
        .input(z.strictObject({ n: z.coerce.number() }))
        .input(z.looseObject({ more: z.string().optional() }))
        .output(z.object({ sum: z.number() }))
        .mutation(({ input }) => ({ sum: input.n + 1, hidden: true })),
      changed: base
        .use(
          async ({ getRawInput, next }) =>
            await next({ getRawInput: async () => ({ n: Number(await getRawInput()) * 2 }) }),
        )
        .use(async ({ ctx, next }) => await next({ ctx: { user: `${ctx.user} lovelace` } }))
        .input(z.object({ n: z.number() }))
        .query(({ ctx, input }) => [ctx.user, input.n]),
      refused: base
        .use(() => {
          throw new TRPCError({ code: 'FORBIDDEN', message: 'no' });
        })
        .query(() => 'never'),
      broken: base.query(() => {
        throw new RangeError('out of range');
      }),
      turned: base
        .use(async ({ next }) => {
          const result = await next();
          if (!result.ok) throw new TRPCError({ code: 'CONFLICT', cause: result.error.cause });
          return result;
        })
        .query(() => {
          throw new Error('once more');
        }),
      twice: base
        .use(async ({ next }) => {
          await next({ ctx: { user: 'first' } });
          return await next({ ctx: { user: undefined } });
        })
        .query(({ ctx }) => {
          ctx.log.push(`called by ${ctx.user}`);
          return 'done';
        }),
    });
  };
  const [trpc, chained] = [build(), build()];
  chainMiddlewares(chained._def.procedures);
  return { trpc, chained };
}

type Router = ReturnType<typeof routers>['trpc'];

async function outcome(router: Router, path: keyof Router['_def']['procedures'], input: unknown) {
  const log: string[] = [];
  const procedure = router._def.procedures[path] as unknown as (options: object) => Promise<unknown>;
  const { type } = (router._def.procedures[path] as { _def: { type: string } })._def;
  const getRawInput = () => Promise.resolve(input);
  const answer = await procedure({ ctx: { log }, path, type, getRawInput, batchIndex: 3 }).then(
    (data) => ({ data }),
    (error: unknown) =>
      error instanceof TRPCError
        ? { code: error.code, message: error.message, cause: String(error.cause) }
        : { thrown: error },
  );
  return { answer, log };
}

test.each([
  ['plain', undefined],
  ['plain', { a: 1 }],
  ['parsed', { n: '4' }],
  ['parsed', { n: 'x' }],
  ['parsed', { n: 1, other: 2 }],
  ['changed', 21],
  ['changed', 'x'],
  ['refused', undefined],
  ['broken', undefined],
  ['turned', undefined],
  ['twice', undefined],
] as const)('%s with %j has the same result and sees the same as with tRPC', async (path, input) => {
  const { trpc, chained } = routers();
  const expected = await outcome(trpc, path, input);
  expect(expected.log.length).toBeGreaterThan(1);
  expect(await outcome(chained, path, input)).toEqual(expected);
});

test('each procedure has one middleware', () => {
  const { chained } = routers();
  for (const { _def } of Object.values(chained._def.procedures) as unknown as {
    _def: { middlewares: unknown[] };
  }[])
    expect(_def.middlewares).toHaveLength(1);
});
