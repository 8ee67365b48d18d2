const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** A length of time in its two largest whole units: "15 minutes", "1 hour 30 minutes", "3 days". */
export function durationWords(seconds: number): string {
  const first = UNITS.find((unit) => seconds >= unit.seconds) ?? UNITS[3];
  const rest = seconds % first.seconds;
  const second = UNITS.find((unit) => unit.seconds < first.seconds && rest >= unit.seconds);
  const words = counted(Math.floor(seconds / first.seconds), first.name);
  return second ? `${words} ${counted(Math.floor(rest / second.seconds), second.name)}` : words;
}

/** Hours as people say them: "24 hours", "3 days". A single day stays 24 hours: it is no calendar day. */
export const hourWords = (hours: number): string =>
  hours > 24 && hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour');
