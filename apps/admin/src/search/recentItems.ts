import type { SearchGroup } from '../providers/records.ts';

export interface RecentItem {
  resource: SearchGroup['resource'];
  id: string;
  title: string;
}

const KEY = 'paydesk.recent';
const MOST = 8;

/** What was opened from the search, newest first. Of this tab alone: it names customers. */
export function recentItems(): RecentItem[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? (stored as RecentItem[]) : [];
  } catch {
    return [];
  }
}

export function rememberItem(item: RecentItem): void {
  const others = recentItems().filter(({ id }) => id !== item.id);
  sessionStorage.setItem(KEY, JSON.stringify([item, ...others].slice(0, MOST)));
}
