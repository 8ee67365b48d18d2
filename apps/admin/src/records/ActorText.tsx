import type { Actor } from '../providers/records.ts';

const KINDS: Record<Actor['kind'], string> = {
  staff: 'staff',
  service: 'app',
  user: 'customer',
  system: 'desk',
};

/** Who did something, by name and kind. */
export function ActorText({ actor }: { actor: Actor }) {
  const name = actor.name ?? actor.id;
  return (
    <span title={actor.id ?? undefined}>
      {name === null ? 'The desk itself' : `${name} (${KINDS[actor.kind]})`}
    </span>
  );
}
