import type { Clock } from './clock.ts';

/** How long this process has seen claims of others. Held in memory: a restart only begins to watch again. */
export interface ClaimWatch {
  /**
   * Milliseconds since this process first saw exactly this claim, by a clock that does not jump. A claim with
   * another token is another claim.
   */
  seenForMs(name: string, token: string): number;
  forget(name: string): void;
}

/** Claims that are watched at once; the one seen first is forgotten, and then waits longer. */
const MAX_WATCHED = 10_000;

export function createClaimWatch(clock: Clock): ClaimWatch {
  const sightings = new Map<string, { token: string; sinceMs: number }>();
  return {
    seenForMs(name, token) {
      const now = clock.elapsedMs();
      const seen = sightings.get(name);
      if (seen?.token === token) return now - seen.sinceMs;
      sightings.delete(name);
      sightings.set(name, { token, sinceMs: now });
      const oldest = sightings.keys().next();
      if (sightings.size > MAX_WATCHED && !oldest.done) sightings.delete(oldest.value);
      return 0;
    },
    forget: (name) => void sightings.delete(name),
  };
}
