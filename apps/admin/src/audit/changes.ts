/** One field of a recorded action, before and after. */
export interface Change {
  field: string;
  before: string;
  after: string;
  changed: boolean;
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

const text = (value: unknown): string => {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The fields of two states side by side, changed ones first. */
export function changes(before: unknown, after: unknown): Change[] {
  const [old, now] = [fields(before), fields(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const all = names.map((field) => ({
    field,
    before: text(old[field]),
    after: text(now[field]),
    changed: text(old[field]) !== text(now[field]),
  }));
  return [...all.filter((one) => one.changed), ...all.filter((one) => !one.changed)];
}
