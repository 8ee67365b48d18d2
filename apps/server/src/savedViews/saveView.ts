import { MAX_SAVED_VIEWS, type savedViewSaveInput } from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { SavedView } from '../models/SavedView.ts';
import { Staff } from '../models/Staff.ts';

/**
 * Saves a view of a person, in place of their view of the same name. A list has one default at most. Refuses with
 * TOO_MANY_SAVED_VIEWS.
 */
export async function saveView(
  { knex, clock }: AppContext,
  staffId: string,
  { resource, name, query, isDefault }: z.output<typeof savedViewSaveInput>,
): Promise<SavedView> {
  return await transact(knex, async (trx) => {
    // One after the other: the number of views and the default depend on the others.
    await Staff.query(trx).findById(staffId).forUpdate().throwIfNotFound();
    const own = SavedView.query(trx).where({ staffId, resource });
    // PostgreSQL and JavaScript do not agree on all lower-case letters: the index decides.
    const same = await own.clone().whereRaw('lower(name) = lower(?)', [name]).first();
    if (same === undefined && (await own.resultSize()) >= MAX_SAVED_VIEWS)
      throw new DomainError('TOO_MANY_SAVED_VIEWS', `a list has ${MAX_SAVED_VIEWS} saved views at most`);
    if (isDefault) await SavedView.query(trx).where({ staffId, resource }).patch({ isDefault: false });
    if (same !== undefined) return await same.$query(trx).patchAndFetch({ name, query, isDefault });
    const now = clock.now();
    return await SavedView.query(trx).insertAndFetch({
      id: newId(),
      staffId,
      resource,
      name,
      query,
      isDefault,
      createdAt: now,
      updatedAt: now,
    });
  });
}
