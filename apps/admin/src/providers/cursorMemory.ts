/** How many lists are remembered at once; the oldest is forgotten first. */
const MAX_LISTS = 50;

/**
 * Remembers where each page of a list begins. Going from page to page then uses the server's cursor,
 * which costs the same everywhere, while a jump by page number is limited and gets slower with depth.
 */
export class CursorMemory {
  private readonly lists = new Map<string, Map<number, string>>();

  /** The cursor that begins `page`, if the page before it has been seen. */
  recall(list: string, page: number): string | undefined {
    return this.lists.get(list)?.get(page);
  }

  /** Notes where the page after `page` begins; without a cursor there is none. */
  note(list: string, page: number, nextCursor: string | undefined): void {
    const pages = this.lists.get(list) ?? new Map<number, string>();
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
