import {
  findingListInput,
  findingOutput,
  listOutput,
  reconciliationListInput,
  reconciliationOutput,
  reconciliationStartInput,
} from '@paydesk/types';
import { Reconciliation } from '../models/Reconciliation.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { listFindings, listReconciliations } from './listReconciliations.ts';
import { presentFinding, presentReconciliation } from './presentReconciliation.ts';
import { startReconciliation } from './startReconciliation.ts';

const reconciliations = defineResource({
  name: 'reconciliation',
  permission: 'reconciliations.read',
  listInput: reconciliationListInput,
  output: reconciliationOutput,
  list: async ({ app }, input) => await listReconciliations(app, input),
  query: (knex) => Reconciliation.query(knex),
  userColumn: null,
  present: (_scope, rows) => rows.map(presentReconciliation),
});

/** The list, for exports. */
export const reconciliationListing = reconciliations.listing;

/** Comparisons of the provider's payment list with the desk's books. */
export const reconciliationsRouter = router({
  ...reconciliations.procedures,
  findings: permitted('reconciliations.read')
    .input(findingListInput)
    .output(listOutput(findingOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listFindings(ctx.app, input);
      return { ...page, data: rows.map(presentFinding) };
    }),
  /** Starts a comparison, or returns the running one; the worker carries it out. */
  start: reconciliations.command(
    'reconciliations.run',
    reconciliationStartInput,
    async ({ app, actor }, input) => await startReconciliation(app, actor, input),
  ),
});
