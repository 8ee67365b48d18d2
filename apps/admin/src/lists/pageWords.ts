interface Shown {
  page: number;
  perPage: number;
  /** How many rows this page holds. */
  rows: number;
  total?: number | undefined;
  totalIsEstimate?: boolean | undefined;
}

const count = new Intl.NumberFormat('en-US');

/** `"26–50 of 1,234"`, or `"of 10,000+"` where the desk stopped counting. */
export function pageWords({ page, perPage, rows, total, totalIsEstimate }: Shown): string {
  const first = (page - 1) * perPage + 1;
  const span = rows === 0 ? 'No rows' : `${count.format(first)}–${count.format(first + rows - 1)}`;
  return total === undefined ? span : `${span} of ${count.format(total)}${totalIsEstimate ? '+' : ''}`;
}
