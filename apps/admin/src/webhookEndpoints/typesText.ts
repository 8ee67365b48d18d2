/** The event types of an endpoint in a few words; null stands for all of them. */
export function typesText(eventTypes: readonly string[] | null): string {
  if (eventTypes === null) return 'all';
  const [first, ...others] = eventTypes;
  return others.length === 0 ? (first ?? 'none') : `${first} and ${others.length} more`;
}
