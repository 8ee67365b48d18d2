import { t } from '../texts/t.ts';

/** The event types of an endpoint in a few words; null stands for all of them. */
export function typesText(eventTypes: readonly string[] | null): string {
  if (eventTypes === null) return t('all');
  const [first = t('none'), ...others] = eventTypes;
  return others.length === 0 ? first : t('{first} and {more} more', { first, more: others.length });
}
