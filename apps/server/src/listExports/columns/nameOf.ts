/** Who did something, in one cell: the name, or the kind of what has none. */
export const nameOf = (actor: { kind: string; name: string | null } | null): string | null =>
  actor === null ? null : (actor.name ?? actor.kind);
