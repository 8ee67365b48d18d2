import {
  suspenseCreditInput,
  suspenseListInput,
  suspenseNoteInput,
  suspenseOutput,
  suspenseTotalsInput,
} from '@paydesk/types';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { suspenseRows } from '../rowFilters/suspenseRows.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { totalsProcedure } from '../rowFilters/totalsProcedure.ts';
import { noteProcedure, notesFor } from '../trpc/notes.ts';
import { router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { closeSuspense } from './closeSuspense.ts';
import { creditSuspense } from './creditSuspense.ts';
import { listSuspense } from './listSuspense.ts';
import { presentSuspense, SUSPENSE_RELATIONS } from './presentSuspense.ts';

const suspense = defineResource({
  name: 'suspense item',
  permission: 'suspense.read',
  listInput: suspenseListInput,
  output: suspenseOutput,
  list: async (scope, input) => await listSuspense(scope.app, input, readerOf(scope)),
  query: (knex) => SuspenseItem.query(knex).withGraphFetched(SUSPENSE_RELATIONS),
  userColumn: null,
  present: (_scope, rows) => rows.map(presentSuspense),
  details: async (scope, { id }) => await notesFor(scope, 'suspense', id),
});

/** The list, for exports. */
export const suspenseListing = suspense.listing;

export const suspenseRouter = router({
  ...suspense.procedures,
  /** Staff only: how many rows a filter leaves, and their sums. */
  totals: totalsProcedure('suspense', suspenseTotalsInput, suspenseRows),
  credit: suspense.command('suspense.resolve', suspenseCreditInput, async (scope, input) => {
    await creditSuspense(scope.app, scope.actor, input);
    return await suspense.find(scope, input.id);
  }),
  markReturned: suspense.command('suspense.resolve', suspenseNoteInput, async (scope, input) => {
    await closeSuspense(scope.app, scope.actor, { ...input, as: 'returned' });
    return await suspense.find(scope, input.id);
  }),
  writeOff: suspense.command('suspense.resolve', suspenseNoteInput, async (scope, input) => {
    await closeSuspense(scope.app, scope.actor, { ...input, as: 'written_off' });
    return await suspense.find(scope, input.id);
  }),
  addNote: noteProcedure({
    subjectKind: 'suspense',
    permission: 'suspense.resolve',
    require: async (scope, id) => await suspense.find(scope, id),
  }),
});
