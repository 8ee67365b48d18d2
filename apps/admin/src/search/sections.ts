import { listPath, rowPath } from '../fields/links.tsx';
import type { SearchGroup, SearchHit } from '../providers/records.ts';
import { RESOURCE_NAMES } from '../records/resourceNames.ts';
import { sentenceOf, titleOf } from './describeHit.ts';
import { recentItems, type RecentItem } from './recentItems.ts';
import { t } from '../texts/t.ts';
import { inSentence } from '../texts/inSentence.ts';

/** A line of the results. */
export interface Option {
  title: string;
  sentence: string | null;
  /** The page that it opens. */
  path: string;
  /** What it opens, to be remembered; null for a whole list. */
  item: RecentItem | null;
}

interface Section {
  name: string;
  options: Option[];
  /** The place of its first option among all. */
  start: number;
}

/** What was found, by resource, each with the way to a list of all of it where there is such a list. */
export function sectionsOf(groups: readonly SearchGroup[], q: string): Section[] {
  let start = 0;
  return groups.map((group) => {
    const { resource, hits } = group;
    const name = RESOURCE_NAMES[resource];
    const options = hits.map((hit): Option => {
      const item = { resource, id: hit.id, title: titleOf(resource, hit) };
      return { ...item, sentence: sentenceOf(resource, hit), path: rowPath(resource, hit.id), item };
    });
    const filter = group.hasMore ? filterOfAll(group, q) : null;
    if (filter !== null)
      options.push({
        title: t('All {resource} …', { resource: inSentence(name) }),
        sentence: null,
        path: listPath(resource, filter),
        item: null,
      });
    const section = { name, options, start };
    start += options.length;
    return section;
  });
}

/** The filter of the list that has all of a group; null if no filter of the list finds the same. */
function filterOfAll({ hits }: SearchGroup, q: string): Record<string, unknown> | null {
  const [filter = null, ...others] = hits.map((hit) => filterOf(hit, q));
  return others.every((other) => JSON.stringify(other) === JSON.stringify(filter)) ? filter : null;
}

function filterOf({ matched, amountUsd }: SearchHit, q: string): Record<string, unknown> | null {
  switch (matched) {
    case 'name':
    case 'email':
    case 'externalId':
      return { q };
    case 'orderId':
      return { orderId: q };
    case 'amount':
      // A charge and a refund of the same amount have two filters: then there is no list of both.
      return { amountUsdMin: amountUsd, amountUsdMax: amountUsd };
    default:
      return null;
  }
}

/** What was opened lately. */
export function recentSections(): Section[] {
  const options = recentItems().map((item): Option => ({
    title: item.title,
    sentence: RESOURCE_NAMES[item.resource],
    path: rowPath(item.resource, item.id),
    item,
  }));
  return options.length === 0 ? [] : [{ name: t('Opened lately'), options, start: 0 }];
}
