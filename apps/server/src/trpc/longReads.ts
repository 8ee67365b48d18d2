import type { Knex } from 'knex';
import type { AppContext } from '../context/appContext.ts';
import { isOfStandby } from '../db/isOfStandby.ts';

/** Queries that read as many rows as the caller's filter fits, and that no decision depends on. */
const LONG_READS = /^(?:dashboard|search|timeline)\.\w+$|\.(?:list|totals|findings)$/;

/** Whether a procedure reads through the pool `reads`, in which a statement ends after a few seconds. */
export const isLongRead = (path: string): boolean => LONG_READS.test(path);

/**
 * Runs a long read: on a standby that shows all that was committed so far, else in the primary's pool for it. What fails
 * because it runs on a standby is read once more, on the primary.
 */
export async function runLongRead<Result extends { ok: boolean; error?: Error }>(
  app: AppContext,
  read: (app: AppContext) => Promise<Result>,
): Promise<Result> {
  const standby = (await app.standbys?.choose()) ?? null;
  if (standby !== null) {
    const result = await read(readingContext(app, standby));
    const isRepeated = !result.ok && isOfStandby(result.error?.cause);
    app.metrics.countLongRead(isRepeated ? 'repeated' : 'standby');
    if (!isRepeated) return result;
    app.log.warn({ err: result.error?.cause }, 'a read failed on a standby, and is repeated on the primary');
  } else app.metrics.countLongRead('primary');
  return await read(readingContext(app, app.reads));
}

const reading = new WeakMap<AppContext, WeakMap<Knex, AppContext>>();

/** The context whose `knex` is this pool. One for each context: what is shared stays shared. */
function readingContext(app: AppContext, knex: Knex): AppContext {
  if (knex === app.knex) return app;
  const ofApp = reading.get(app) ?? new WeakMap<Knex, AppContext>();
  reading.set(app, ofApp);
  const known = ofApp.get(knex) ?? { ...app, knex };
  ofApp.set(knex, known);
  return known;
}
