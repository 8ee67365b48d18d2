/** Rows that one page may hold. */
export const MAX_PER_PAGE = 100;

/** How far `page` may jump; deeper pages are reached with `cursor`, which costs the same everywhere. */
export const MAX_OFFSET = 10_000;

/** Totals are counted up to here; beyond it `total` is this number and `totalIsEstimate` is true. */
export const COUNT_CAP = 10_000;
