import {
  getInput,
  getManyInput,
  listOutput,
  suspenseCreditInput,
  suspenseListInput,
  suspenseNoteInput,
  suspenseOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { creditSuspense } from './creditSuspense.ts';
import { listSuspense } from './listSuspense.ts';
import { presentSuspense } from './presentSuspense.ts';
import { closeSuspense } from './closeSuspense.ts';

export const suspenseRouter = router({
  list: permitted('suspense.read')
    .input(suspenseListInput)
    .output(listOutput(suspenseOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listSuspense(ctx.app, input);
      return { ...page, data: rows.map(presentSuspense) };
    }),
  get: permitted('suspense.read')
    .input(getInput)
    .output(suspenseOutput)
    .query(async ({ ctx, input }) => await one(ctx.app, input.id)),
  getMany: permitted('suspense.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(suspenseOutput) }))
    .query(async ({ ctx, input }) => ({
      data: (
        await SuspenseItem.query(ctx.app.knex).whereIn('id', input.ids).withGraphFetched('transaction')
      ).map(presentSuspense),
    })),
  credit: permitted('suspense.resolve')
    .input(suspenseCreditInput)
    .output(suspenseOutput)
    .mutation(async ({ ctx, input }) => {
      await creditSuspense(ctx.app, ctx.actor, input);
      return await one(ctx.app, input.id);
    }),
  markReturned: permitted('suspense.resolve')
    .input(suspenseNoteInput)
    .output(suspenseOutput)
    .mutation(async ({ ctx, input }) => {
      await closeSuspense(ctx.app, ctx.actor, { ...input, as: 'returned' });
      return await one(ctx.app, input.id);
    }),
  writeOff: permitted('suspense.resolve')
    .input(suspenseNoteInput)
    .output(suspenseOutput)
    .mutation(async ({ ctx, input }) => {
      await closeSuspense(ctx.app, ctx.actor, { ...input, as: 'written_off' });
      return await one(ctx.app, input.id);
    }),
});

async function one(app: AppContext, id: string) {
  const item = await SuspenseItem.query(app.knex).findById(id).withGraphFetched('transaction');
  if (item === undefined) throw new DomainError('NOT_FOUND', 'no such suspense item');
  return presentSuspense(item);
}
