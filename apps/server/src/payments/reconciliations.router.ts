import {
  findingListInput,
  findingOutput,
  getInput,
  getManyInput,
  listOutput,
  reconciliationListInput,
  reconciliationOutput,
  reconciliationStartInput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { Reconciliation } from '../models/Reconciliation.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listFindings, listReconciliations } from './listReconciliations.ts';
import { presentFinding, presentReconciliation } from './presentReconciliation.ts';
import { startReconciliation } from './startReconciliation.ts';

/** Comparisons of the provider's own list with the books: begin one, watch it, read what it found. */
export const reconciliationsRouter = router({
  list: permitted('reconciliations.read')
    .input(reconciliationListInput)
    .output(listOutput(reconciliationOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listReconciliations(ctx.app, input);
      return { ...page, data: rows.map(presentReconciliation) };
    }),
  get: permitted('reconciliations.read')
    .input(getInput)
    .output(reconciliationOutput)
    .query(async ({ ctx, input }) => {
      const run = await Reconciliation.query(ctx.app.knex).findById(input.id);
      if (run === undefined) throw new DomainError('NOT_FOUND', 'no such reconciliation');
      return presentReconciliation(run);
    }),
  getMany: permitted('reconciliations.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(reconciliationOutput) }))
    .query(async ({ ctx, input }) => ({
      data: (await Reconciliation.query(ctx.app.knex).whereIn('id', input.ids)).map(presentReconciliation),
    })),
  findings: permitted('reconciliations.read')
    .input(findingListInput)
    .output(listOutput(findingOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listFindings(ctx.app, input);
      return { ...page, data: rows.map(presentFinding) };
    }),
  /** Begins a comparison, or answers the one under way; the worker carries it out. */
  start: permitted('reconciliations.run')
    .input(reconciliationStartInput)
    .output(reconciliationOutput)
    .mutation(async ({ ctx, input }) =>
      presentReconciliation(await startReconciliation(ctx.app, ctx.actor, input)),
    ),
});
