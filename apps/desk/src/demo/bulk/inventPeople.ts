import { PEOPLE, emailOf } from '../people.ts';
import type { Random } from '../seededRandom.ts';

const NAMES = PEOPLE.map((name) => ({
  first: name.slice(0, name.indexOf(' ')),
  last: name.slice(name.indexOf(' ') + 1),
}));

/** Given and family names of the demo's people, mixed. The number keeps addresses apart. */
export function inventPerson(number: number, random: Random): { username: string; email: string } {
  const { first = 'Amara' } = NAMES[random.between(0, NAMES.length - 1)] ?? {};
  const { last = 'Nwosu' } = NAMES[random.between(0, NAMES.length - 1)] ?? {};
  const username = `${first} ${last}`;
  return { username, email: emailOf(username).replace('@', `.${number}@`) };
}
