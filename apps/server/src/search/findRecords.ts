import {
  currencyDisplayName,
  formatUsd,
  type Permission,
  SEARCH_HITS,
  SEARCH_RESOURCES,
  type SearchHit,
} from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { readQuery } from '../rowFilters/readQuery.ts';
import { type FoundRow, searchStatement } from '../rowFilters/searchStatement.ts';
import { SOURCES } from '../rowFilters/sources.ts';

interface Group {
  resource: FoundRow['resource'];
  hits: SearchHit[];
  hasMore: boolean;
}

/**
 * Looks for a text in all resources that the caller may read: ids, references, addresses, hashes, names and amounts, and
 * what belongs to the users that were found. One statement; each of its branches reads an index and a few rows.
 */
export async function findRecords(
  { knex }: AppContext,
  query: string,
  permissions: ReadonlySet<Permission>,
): Promise<Group[]> {
  const resources = SEARCH_RESOURCES.filter((resource) => permissions.has(SOURCES[resource].permission));
  const statement = searchStatement(readQuery(query), resources);
  if (statement === null) return [];
  const { rows } = await knex.raw<{ rows: FoundRow[] }>(statement.sql, statement.bindings);
  const groups = resources.flatMap((resource) => {
    const found = rows.filter((row) => row.resource === resource);
    if (found.length === 0) return [];
    return [{ resource, hits: found.slice(0, SEARCH_HITS).map(asHit), hasMore: found.length > SEARCH_HITS }];
  });
  return groups.toSorted((a, b) => certaintyOf(a) - certaintyOf(b));
}

/** How likely it is what was meant: a number is rather an amount than a part of a name. */
const certaintyOf = ({ hits }: Group): number =>
  Math.min(...hits.map(({ matched }) => ['amount', 'name', 'user'].indexOf(matched)));

const asHit = ({
  resource: _resource,
  token,
  network,
  createdAt,
  statusChangedAt,
  ...row
}: FoundRow): SearchHit => ({
  ...row,
  currencyDisplayName:
    row.currencyCode === null ? null : currencyDisplayName({ code: row.currencyCode, token, network }),
  amountUsd: row.amountUsd === null ? null : formatUsd(row.amountUsd),
  suspenseAmountUsd: row.suspenseAmountUsd === null ? null : formatUsd(row.suspenseAmountUsd),
  createdAt: createdAt.toISOString(),
  statusChangedAt: statusChangedAt?.toISOString() ?? null,
});
