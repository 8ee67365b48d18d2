import type { CheckoutView } from '@paydesk/checkout';
import type { AppContext } from '../context/appContext.ts';
import { findCheckouts } from './findCheckouts.ts';
import { noteWatched } from './noteWatched.ts';
import { presentCheckout } from './presentCheckout.ts';

/** Somebody who follows one payment. `tell` must not throw. */
export interface Viewer {
  token: string;
  /** Where the viewer comes from; one address may not take all places. */
  address: string;
  tell(view: CheckoutView): void;
}

export interface CheckoutHub {
  /**
   * Follows a payment from here on; the present view is told at once if others watch it. Null when there is
   * no place left.
   */
  join(viewer: Viewer): { leave(): void } | null;
  readonly viewerCount: number;
  /** One round of the loop; tests call it by hand. */
  look(): Promise<void>;
  close(): void;
}

export interface HubLimits {
  viewers: number;
  viewersPerAddress: number;
}

const LIMITS: HubLimits = { viewers: 1000, viewersPerAddress: 12 };

const LOOK_MS = 1000;
const NOTE_WATCHED_MS = 20_000;

/**
 * Tells viewers what changes. One loop for the whole process asks the database once a second about all
 * watched payments in one query, and not at all while nobody watches: a thousand viewers cost as much as one.
 */
export function checkoutHub(ctx: AppContext, limits: HubLimits = LIMITS): CheckoutHub {
  const watched = new Map<
    string,
    { viewers: Set<Viewer>; shown: string | null; view: CheckoutView | null }
  >();
  const places = new Map<string, number>();
  let viewerCount = 0;
  let notedAt = 0;
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    const tokens = [...watched.keys()];
    if (tokens.length === 0) return;
    if (ctx.clock.now().getTime() - notedAt >= NOTE_WATCHED_MS) {
      notedAt = ctx.clock.now().getTime();
      await noteWatched(ctx, tokens);
    }
    for (const facts of await findCheckouts(ctx, tokens)) {
      const entry = watched.get(facts.checkoutToken);
      if (entry === undefined) continue;
      const view = presentCheckout(facts, ctx.settings);
      const text = JSON.stringify(view);
      if (text === entry.shown) continue;
      entry.shown = text;
      entry.view = view;
      for (const viewer of entry.viewers) viewer.tell(view);
    }
  }

  /** The next round begins after this one has ended: a slow database is not asked twice at once. */
  function schedule(): void {
    timer ??= setTimeout(() => {
      look()
        .catch((error: unknown) =>
          ctx.log.warn({ err: error }, 'the watched payments could not be looked at; trying again'),
        )
        .finally(() => {
          timer = null;
          if (watched.size > 0) schedule();
        });
    }, LOOK_MS);
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
      if (entry.view !== null) viewer.tell(entry.view);
      schedule();
      return { leave: () => leave(viewer) };
    },
    get viewerCount() {
      return viewerCount;
    },
    look,
    close() {
      if (timer !== null) clearTimeout(timer);
      watched.clear();
    },
  };
}
