import type { ResourceName } from '../providers/records.ts';

/** The address of a list with a filter already set. */
export const listPath = (resource: ResourceName, filter: Record<string, unknown> = {}): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' }).toString()}`;
