/** A node of a program as the parser gives it. */
export type Node = Record<string, unknown>;

/** Visits every node below one, the outer first, with those around it. */
export function walk(
  node: unknown,
  visit: (node: Node, ancestors: Node[]) => void,
  ancestors: Node[] = [],
): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit, ancestors);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const current = node as Node;
  if (typeof current['type'] === 'string') visit(current, ancestors);
  for (const [key, child] of Object.entries(current))
    if (key !== 'parent') walk(child, visit, [...ancestors, current]);
}
