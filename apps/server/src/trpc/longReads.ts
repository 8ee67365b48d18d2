import type { AppContext } from '../context/appContext.ts';

/** Queries that read as many rows as the caller's filter fits, and that no decision depends on. */
const LONG_READS = /^(?:dashboard|search|timeline)\.\w+$|\.(?:list|totals|findings)$/;

/** Whether a procedure reads through the pool `reads`, in which a statement ends after a few seconds. */
export const isLongRead = (path: string): boolean => LONG_READS.test(path);

const reading = new WeakMap<AppContext, AppContext>();

/** The context whose `knex` is the pool for long reads. One for each context: what is shared stays shared. */
export function readingContext(app: AppContext): AppContext {
  if (app.reads === app.knex) return app;
  const known = reading.get(app) ?? { ...app, knex: app.reads };
  reading.set(app, known);
  return known;
}
