import {
  noInput,
  savedViewIdInput,
  savedViewListOutput,
  savedViewOutput,
  savedViewSaveInput,
} from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { SavedView } from '../models/SavedView.ts';
import { router, staffOnly } from '../trpc/procedure.ts';
import { saveView } from './saveView.ts';

/** Every person reads and writes their own views only. */
export const savedViewsRouter = router({
  mine: staffOnly('session.read')
    .input(noInput)
    .output(savedViewListOutput)
    .query(async ({ ctx }) => {
      const views = await SavedView.query(ctx.app.knex)
        .where({ staffId: ctx.staff.id })
        .orderByRaw('resource, lower(name)');
      return { data: views.map(present) };
    }),
  save: staffOnly('session.read')
    .input(savedViewSaveInput)
    .output(savedViewOutput)
    .mutation(async ({ ctx, input }) => present(await saveView(ctx.app, ctx.staff.id, input))),
  delete: staffOnly('session.read')
    .input(savedViewIdInput)
    .output(savedViewOutput)
    .mutation(async ({ ctx, input }) => {
      const own = SavedView.query(ctx.app.knex).where({ id: input.id, staffId: ctx.staff.id });
      const [view] = await own.delete().returning('*');
      if (view === undefined) throw new DomainError('NOT_FOUND', 'no such saved view');
      return present(view);
    }),
});

const present = ({
  id,
  resource,
  name,
  query,
  isDefault,
  updatedAt,
}: SavedView): z.infer<typeof savedViewOutput> => ({
  id,
  resource,
  name,
  query,
  isDefault,
  updatedAt: updatedAt.toISOString(),
});
