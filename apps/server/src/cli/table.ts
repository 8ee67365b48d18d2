/** Rows in columns, each as wide as its widest cell; the last column is not filled up. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What is known about one thing, a fact a line; what is not known is left out. */
export function facts(about: Record<string, string | number | null | undefined>): string {
  const known = Object.entries(about).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return table(known.map(([label, value]) => [label, String(value)]));
}
