import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { isOfStandby } from '../db/isOfStandby.ts';
import { ListExport } from '../models/ListExport.ts';
import type { Scope } from '../trpc/resource.ts';
import { endExport } from './endExport.ts';
import type { CellValue } from './exportColumn.ts';
import { type ExportedList, EXPORTED_LISTS } from './exportedLists.ts';
import { FILE_FORMATS } from './formats.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';

export interface ExportTimes {
  /** How often progress is written, and it is checked whether the export was cancelled. */
  progressMs: number;
  /** A reader that takes nothing for so long is disconnected. Shorter than an idle transaction may be. */
  stalledMs: number;
  /** An export ends by then: a snapshot that is kept longer holds up the cleaning of the database. */
  longestMs: number;
}

export const EXPORT_TIMES: ExportTimes = { progressMs: 1000, stalledMs: 30_000, longestMs: 600_000 };

export interface SendPlan {
  row: ListExport;
  scope: Scope;
  times: ExportTimes;
  /** Whether the caller may still read the list: null, or why not. */
  refusal(): Promise<string | null>;
}

export interface SentExport {
  readable: Readable;
  /** Breaks the file off, with the reason. Nothing happens after the last byte. */
  stop(error: string, status?: 'cancelled' | 'failed'): void;
  /** To be called when the connection has ended: whether the last byte was handed over. Records the end. */
  settle(isComplete: boolean): Promise<void>;
}

/**
 * The file of an export, read from one snapshot of the database page by page as fast as the reader takes it. A file that
 * breaks off is never ended properly: the connection is closed, so that no reader takes it for a whole one.
 */
export async function sendExport(ctx: AppContext, plan: SendPlan): Promise<SentExport> {
  const { row, scope, times, refusal } = plan;
  const list = EXPORTED_LISTS[row.resource];
  const { query, snapshot, first, isOnStandby } = await open(ctx, plan, list);
  const state = { rows: 0, bytes: 0, sha256: null as string | null };
  let stopped: { error: string; status: 'cancelled' | 'failed' } | null = null;
  let stalled: NodeJS.Timeout | undefined;

  async function* pieces(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    const columns = list.columns(scope.principal.permissions);
    const pages = countedPages(
      readPages(list, { scope, query, snapshot, first }),
      (count) => (state.rows += count),
    );
    for await (const piece of FILE_FORMATS[row.format].write(columns, pages, row.resource)) {
      hash.update(piece);
      state.bytes += piece.byteLength;
      stalled = setTimeout(() => stop('The download stood still.'), times.stalledMs);
      yield piece;
      clearTimeout(stalled);
    }
    state.sha256 = hash.digest('hex');
  }

  const readable = Readable.from(pieces(), { objectMode: false, highWaterMark: 128 * 1024 });
  readable.once('error', (error) => {
    if (stopped === null) ctx.log.warn({ err: error, export: row.id }, 'an export failed');
    stopped ??= { error: isOnStandby && isOfStandby(error) ? COPY_ERROR : SERVER_ERROR, status: 'failed' };
    void snapshot.end();
  });
  readable.once('end', () => void snapshot.end());

  function stop(error: string, status: 'cancelled' | 'failed' = 'failed'): void {
    if (stopped !== null || readable.readableEnded) return;
    stopped = { error, status };
    // The statement that runs ends first: the generator waits for it.
    void snapshot.end();
    readable.destroy(new DomainError('INTERNAL', error));
  }

  async function watch(): Promise<void> {
    try {
      const asked = await writeProgress(ctx, row.id, state);
      if (asked) return stop('Cancelled by its person.', 'cancelled');
      const reason = await refusal();
      if (reason !== null) return stop(`The caller may no longer read this list (${reason}).`);
    } catch (error) {
      ctx.log.warn({ err: error, export: row.id }, 'the progress of an export could not be written');
    }
    if (stopped === null && !settled) watching = setTimeout(() => void watch(), times.progressMs);
  }

  let settled = false;
  let watching = setTimeout(() => void watch(), times.progressMs);
  const longest = setTimeout(
    () => stop('It took too long. Narrow the list, or export it in parts.'),
    times.longestMs,
  );

  async function settle(isComplete: boolean): Promise<void> {
    if (settled) return;
    settled = true;
    for (const timer of [watching, longest, stalled]) clearTimeout(timer);
    const isDone = isComplete && stopped === null && state.sha256 !== null;
    if (!isDone && !readable.destroyed) readable.destroy();
    await snapshot.end();
    const { rows, bytes } = state;
    const end = isDone
      ? ({ status: 'done', sha256: state.sha256, error: null } as const)
      : { status: 'cancelled' as const, error: 'The download was broken off.', ...stopped, sha256: null };
    await endExport(ctx, scope.actor, row.id, { ...end, rows, bytes });
  }

  return { readable, stop, settle };
}

const SERVER_ERROR = 'Something went wrong on the server.';
const COPY_ERROR = 'The database server that it was read from broke off. Start the export again.';

/** What is needed before the first byte. Without it the export has failed. */
async function open(ctx: AppContext, { row, scope }: SendPlan, list: ExportedList): Promise<Opened> {
  try {
    const query = list.parse(row.query);
    const standby = (await ctx.standbys?.choose()) ?? null;
    const read = standby === null ? null : await begin(standby).catch(unlessOfStandby);
    ctx.metrics.countLongRead(standby === null ? 'primary' : read === null ? 'repeated' : 'standby');
    return read ?? (await begin(ctx.knex));

    async function begin(knex: Knex): Promise<Opened> {
      const snapshot = await openSnapshot(knex);
      try {
        const first = await readPage(list, { scope, query, snapshot });
        return { query, snapshot, first, isOnStandby: knex === standby };
      } catch (error) {
        await snapshot.end();
        throw error;
      }
    }
  } catch (error) {
    const nothing = { rows: 0, bytes: 0, sha256: null };
    await endExport(ctx, scope.actor, row.id, { status: 'failed', error: SERVER_ERROR, ...nothing });
    throw error;
  }
}

function unlessOfStandby(error: unknown): null {
  if (isOfStandby(error)) return null;
  throw error;
}

interface Source {
  scope: Scope;
  query: object;
  snapshot: Snapshot;
}

type Page = Awaited<ReturnType<ExportedList['page']>>;

interface Opened extends Omit<Source, 'scope'> {
  first: Page;
  isOnStandby: boolean;
}

const readPage = async (list: ExportedList, { scope, query, snapshot }: Source, cursor?: string) =>
  await list.page({ ...scope, app: { ...scope.app, knex: snapshot.knex } }, query, cursor);

/** The pages of a list. The next is read while the one before is sent. */
async function* readPages(
  list: ExportedList,
  { first, ...source }: Source & { first: Page },
): AsyncGenerator<CellValue[][]> {
  for (let page: Page | null = first; page !== null;) {
    const next: Promise<Page> | null =
      page.nextCursor === undefined ? null : readPage(list, source, page.nextCursor);
    // It is awaited later, or never if the reader leaves.
    next?.catch(() => undefined);
    if (page.cells.length > 0) yield page.cells;
    page = await next;
  }
}

/** Rows count before they are sent: whoever breaks off has received no more than are recorded. */
async function* countedPages(
  pages: AsyncIterable<CellValue[][]>,
  count: (rows: number) => void,
): AsyncGenerator<CellValue[][]> {
  for await (const page of pages) {
    count(page.length);
    yield page;
  }
}

/** @returns whether its person has asked to cancel it */
async function writeProgress(
  { knex, clock }: AppContext,
  id: string,
  { rows, bytes }: { rows: number; bytes: number },
): Promise<boolean> {
  const [row] = await ListExport.query(knex)
    .where({ id, status: 'running' })
    .patch({ rows: String(rows), bytes: String(bytes), seenAt: clock.now() })
    .returning('cancelAskedAt');
  return row?.cancelAskedAt instanceof Date;
}
