/** A list may show for so long what the person has just done. */
const SHOWN_FOR_MS = 2_000;

let changedAt = Number.NEGATIVE_INFINITY;

/** The person has changed something, or asked to load everything again: lists show the result at once. */
export function noteOwnChange(): void {
  changedAt = performance.now();
}

export const isOwnChange = (): boolean => performance.now() - changedAt < SHOWN_FOR_MS;
