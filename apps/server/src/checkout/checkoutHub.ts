import type { CheckoutView } from '@paydesk/checkout';
import type { AppContext } from '../context/appContext.ts';
import { findCheckouts } from './findCheckouts.ts';
import { markWatched } from './markWatched.ts';
import { presentCheckout } from './presentCheckout.ts';

/** A client that follows one payment. `send` must not throw. */
export interface Viewer {
  token: string;
  /** Limits apply by address, so that one cannot use up all places. */
  address: string;
  send(view: CheckoutView): void;
}

export interface CheckoutHub {
  /**
   * Follows a payment from now on; the current view is sent at once if others are watching it. Null when
   * there is no place left.
   */
  join(viewer: Viewer): { leave(): void } | null;
  readonly viewerCount: number;
  /** One round of the loop, for tests. */
  poll(): Promise<void>;
  close(): void;
}

interface HubLimits {
  viewers: number;
  viewersPerAddress: number;
}

const LIMITS: HubLimits = { viewers: 1000, viewersPerAddress: 12 };

const POLL_MS = 1000;
const MARK_WATCHED_MS = 20_000;

/**
 * Sends changes to viewers. One loop per process reads all watched payments once a second, in one query, and
 * none while there are no viewers: a thousand viewers cost as much as one.
 */
export function checkoutHub(ctx: AppContext, limits: HubLimits = LIMITS): CheckoutHub {
  const watched = new Map<
    string,
    { viewers: Set<Viewer>; shown: string | null; view: CheckoutView | null }
  >();
  const places = new Map<string, number>();
  let viewerCount = 0;
  let markedAt = 0;
  let timer: NodeJS.Timeout | null = null;

  async function poll(): Promise<void> {
    const tokens = [...watched.keys()];
    if (tokens.length === 0) return;
    if (ctx.clock.now().getTime() - markedAt >= MARK_WATCHED_MS) {
      markedAt = ctx.clock.now().getTime();
      await markWatched(ctx, tokens);
    }
    for (const facts of await findCheckouts(ctx, tokens)) {
      const entry = watched.get(facts.checkoutToken);
      if (entry === undefined) continue;
      const view = presentCheckout(facts, ctx.settings);
      const text = JSON.stringify(view);
      if (text === entry.shown) continue;
      entry.shown = text;
      entry.view = view;
      for (const viewer of entry.viewers) viewer.send(view);
    }
  }

  /** The next round starts after the end of this one, so that a slow database gets one query at a time. */
  function schedule(): void {
    timer ??= setTimeout(() => {
      poll()
        .catch((error: unknown) =>
          ctx.log.warn({ err: error }, 'the watched payments could not be read; trying again'),
        )
        .finally(() => {
          timer = null;
          if (watched.size > 0) schedule();
        });
    }, POLL_MS);
  }

  function leave(viewer: Viewer): void {
    const entry = watched.get(viewer.token);
    if (entry === undefined || !entry.viewers.delete(viewer)) return;
    viewerCount -= 1;
    const left = (places.get(viewer.address) ?? 1) - 1;
    if (left === 0) places.delete(viewer.address);
    else places.set(viewer.address, left);
    if (entry.viewers.size === 0) watched.delete(viewer.token);
  }

  return {
    join(viewer) {
      const taken = places.get(viewer.address) ?? 0;
      if (viewerCount >= limits.viewers || taken >= limits.viewersPerAddress) return null;
      const entry = watched.get(viewer.token) ?? { viewers: new Set<Viewer>(), shown: null, view: null };
      watched.set(viewer.token, entry);
      entry.viewers.add(viewer);
      places.set(viewer.address, taken + 1);
      viewerCount += 1;
      if (entry.view !== null) viewer.send(entry.view);
      schedule();
      return { leave: () => leave(viewer) };
    },
    get viewerCount() {
      return viewerCount;
    },
    poll,
    close() {
      if (timer !== null) clearTimeout(timer);
      watched.clear();
    },
  };
}
