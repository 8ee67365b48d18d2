/** How many lists are remembered at once; the oldest is forgotten first. */
const MAX_LISTS = 50;

/**
 * Remembers where each page of a list begins, so that going from page to page uses the server's cursors,
 * which cost the same everywhere.
 */
export class CursorMemory {
  private readonly lists = new Map<string, Map<number, unknown>>();

  /** The cursor that begins `page`, if the page before it has been seen. */
  recall(list: string, page: number): unknown {
    return this.lists.get(list)?.get(page);
  }

  /** The last page up to `page` whose beginning is known; 1 always is. */
  nearest(list: string, page: number): number {
    const known = [...(this.lists.get(list)?.keys() ?? [])].filter((seen) => seen <= page);
    return Math.max(1, ...known);
  }

  /** Notes where the page after `page` begins; without a cursor there is none. */
  note(list: string, page: number, nextCursor: unknown): void {
    const pages = this.lists.get(list) ?? new Map<number, unknown>();
    if (nextCursor === undefined) pages.delete(page + 1);
    else pages.set(page + 1, nextCursor);
    // Taken out and put back, a list that is in use stays young.
    this.lists.delete(list);
    this.lists.set(list, pages);
    const [oldest] = this.lists.keys();
    if (this.lists.size > MAX_LISTS && oldest !== undefined) this.lists.delete(oldest);
  }

  /** Forgets a list whose cursors the server no longer accepts. */
  forget(list: string): void {
    this.lists.delete(list);
  }
}
