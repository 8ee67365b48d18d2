import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** How often the modules (top-level folders) of a tree import each other: `from → to → number of imports`. */
export type ModuleGraph = Map<string, Map<string, number>>;

const specifier = /(?:\bfrom|\bimport|\bimport\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** Counts imports between the folders directly under `source`; a file outside any folder is a module of its own. */
export function moduleGraph(root: string, source: string, files: readonly string[]): ModuleGraph {
  const known = new Set(files);
  const graph: ModuleGraph = new Map();
  for (const file of files) {
    const from = moduleOf(source, file);
    const edges = graph.get(from) ?? new Map<string, number>();
    graph.set(from, edges);
    for (const [, path] of readFileSync(join(root, file), 'utf8').matchAll(specifier)) {
      const target = normalize(join(dirname(file), path ?? ''));
      if (!known.has(target)) continue;
      const to = moduleOf(source, target);
      if (to !== from) edges.set(to, (edges.get(to) ?? 0) + 1);
    }
  }
  return graph;
}

function moduleOf(source: string, file: string): string {
  return file.slice(source.length + 1).split('/')[0] ?? file;
}

/** The largest set of modules that all reach each other; 1 means that there is no cycle. */
export function largestKnot(graph: ModuleGraph): string[] {
  const reach = new Map([...graph.keys()].map((module) => [module, reachable(graph, module)]));
  let largest: string[] = [];
  for (const [module, reached] of reach) {
    const knot = [
      module,
      ...[...reached].filter((other) => other !== module && reach.get(other)?.has(module)),
    ];
    if (knot.length > largest.length) largest = knot;
  }
  return largest.toSorted();
}

function reachable(graph: ModuleGraph, start: string): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    for (const next of graph.get(module)?.keys() ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return seen;
}

/**
 * Imports between modules that go up in the best order found: sorted by how much each module reaches, which is
 * exact without cycles, then each is moved to where it costs least until nothing improves.
 */
export function againstTheGrain(graph: ModuleGraph): { against: number; total: number } {
  const reach = (module: string) => reachable(graph, module).size;
  let order = [...graph.keys()].toSorted((a, b) => reach(b) - reach(a));
  let against = upward(graph, order);
  for (let improved = true; improved;) {
    improved = false;
    for (const module of order) {
      const others = order.filter((other) => other !== module);
      for (let place = 0; place <= others.length; place += 1) {
        const candidate = others.toSpliced(place, 0, module);
        const cost = upward(graph, candidate);
        if (cost < against) {
          order = candidate;
          against = cost;
          improved = true;
        }
      }
    }
  }
  const total = [...graph.values()].flatMap((edges) => [...edges.values()]).reduce((sum, n) => sum + n, 0);
  return { against, total };
}

function upward(graph: ModuleGraph, order: readonly string[]): number {
  const place = new Map(order.map((module, index) => [module, index]));
  let sum = 0;
  for (const [from, edges] of graph) {
    for (const [to, count] of edges) if ((place.get(to) ?? 0) < (place.get(from) ?? 0)) sum += count;
  }
  return sum;
}
