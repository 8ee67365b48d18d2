import type { Page } from 'playwright-core';

/** What a page did until the first row of its list was there. */
export interface FirstRows {
  /** The procedures and inputs of each request to the desk, in the order in which they were sent. */
  requests: string[];
  /** Which of the files were loaded when the first request was sent: names without their hash. */
  filesBeforeRequests: string[];
  /** The names of all files. */
  files: string[];
  /** How often React put something on the page, the rows included. */
  commits: number;
  /** Components that were rendered, each as often as it was. */
  rendered: number;
}

interface Fiber {
  type: unknown;
  flags: number;
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  memoizedProps: { 'data-row'?: string } | null;
  memoizedState: unknown;
}

interface Watched {
  firstRowAt: number | null;
  commits: number;
  rendered: number;
  /** How often each row was rendered, by its id. */
  rows: Record<string, number>;
}
declare global {
  var watchedRows: Watched;
}

/**
 * Counts, from now on, what React does in the pages that this one opens. React tells every commit to the hook of its
 * developer tools, also in the build for production.
 */
export async function watchFirstRows(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { firstRowAt: null, commits: 0, rendered: 0, rows: {} };
    globalThis.watchedRows = watched;
    const before = new WeakMap<Fiber, { props: unknown; state: unknown }>();
    const isRendered = (fiber: Fiber): boolean => {
      const last = before.get(fiber) ?? (fiber.alternate && before.get(fiber.alternate));
      before.set(fiber, { props: fiber.memoizedProps, state: fiber.memoizedState });
      return last?.props !== fiber.memoizedProps || last?.state !== fiber.memoizedState;
    };
    const visit = (first: Fiber | null, isFirst: boolean): void => {
      for (let fiber = first; fiber !== null; fiber = fiber.sibling) {
        const isNew = isRendered(fiber);
        const row = ['tr', 'li'].includes(String(fiber.type)) ? fiber.memoizedProps?.['data-row'] : undefined;
        if (isNew && row !== undefined) watched.rows[row] = (watched.rows[row] ?? 0) + 1;
        // React's mark of components that ran (`PerformedWork`).
        if (isNew && isFirst && (fiber.flags & 1) === 1) watched.rendered += 1;
        visit(fiber.child, isFirst);
      }
    };
    const hook = {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      onCommitFiberUnmount() {},
      onPostCommitFiberRoot() {},
      onCommitFiberRoot(_id: number, root: { current: Fiber }) {
        const isFirst = watched.firstRowAt === null;
        if (isFirst) watched.commits += 1;
        visit(root.current.child, isFirst);
        if (isFirst && document.querySelector('[data-row]') !== null)
          watched.firstRowAt = performance.timeOrigin + performance.now();
      },
    };
    Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
  });
}

/** Opens a list, and says what happened until its first row was there. */
export async function openFirstRows(page: Page, path: string): Promise<FirstRows> {
  await page.goto(path);
  await page.locator('[data-row]').first().waitFor();
  return await page.evaluate(() => {
    const { firstRowAt, commits, rendered } = globalThis.watchedRows;
    const until = (firstRowAt ?? 0) - performance.timeOrigin;
    const loaded = (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ startTime }) => startTime < until)
      .map(({ name, startTime }) => ({
        path: new URL(name).pathname,
        query: new URL(name).search,
        startTime,
      }));
    const isFile = (one: { path: string }) => one.path.startsWith('/assets/');
    const nameOf = (one: { path: string }) =>
      one.path
        .split('/')
        .at(-1)
        ?.replace(/-[0-9a-f]{7,8}\.\w+$/, '') ?? '';
    const calls = loaded.filter((one) => /^\/(trpc|api)\//.test(one.path));
    const firstCall = Math.min(...calls.map(({ startTime }) => startTime));
    return {
      requests: calls.map(
        ({ path: of, query }) => `${of.replace(/^\/trpc\//, '')}${decodeURIComponent(query)}`,
      ),
      filesBeforeRequests: loaded.filter((one) => isFile(one) && one.startTime < firstCall).map(nameOf),
      files: loaded.filter(isFile).map(nameOf),
      commits,
      rendered,
    };
  });
}

/** By how much the page has moved under the person's eyes so far (Cumulative Layout Shift). */
export const layoutShift = async (page: Page): Promise<number> =>
  await page.evaluate(
    async () =>
      await new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          const shifts = list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
          })[];
          resolve(shifts.reduce((sum, shift) => sum + (shift.hadRecentInput ? 0 : shift.value), 0));
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        // Without any, it is not called.
        setTimeout(() => resolve(0), 500);
      }),
  );

/** How often the row that was rendered most was rendered. */
export const mostRendersOfARow = async (page: Page): Promise<number> =>
  await page.evaluate(() => Math.max(...Object.values(globalThis.watchedRows.rows)));
