import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';

/** Changes that one statement adds: a few tens of milliseconds. */
const SLICE = 5000;

/**
 * Adds what has changed to the totals of the dashboard. The dashboard reads both, so that it is exact without this job
 * too; it only reads more.
 */
export const addFigureChangesJob: Job = {
  name: 'figures-add-changes',
  everySeconds: 5,
  cron: '* * * * *',
  async run(ctx) {
    await addFigureChanges(ctx);
  },
};

/**
 * Adds slices until one is not full: on a busy desk there is always something new, which waits for the next run.
 *
 * @returns how many were added
 */
export async function addFigureChanges({ knex }: AppContext, slice = SLICE): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await knex.raw<{ rows: { added: number }[] }>('select add_figure_changes(?) as added', [
      slice,
    ]);
    const added = rows[0]?.added ?? 0;
    total += added;
    if (added < slice) return total;
  }
}
