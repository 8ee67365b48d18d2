import type { Profiler } from 'node:inspector';

export interface SelfTime {
  name: string;
  us: number;
}

/** What V8 counts as time in which nothing ran. */
const IDLE: ReadonlySet<string> = new Set(['(idle)', '(root)']);

/** The time in which each function itself ran, without those that it called; the most expensive first. */
export function selfTimes(profile: Profiler.Profile): { packages: SelfTime[]; functions: SelfTime[] } {
  const { samples = [], timeDeltas = [] } = profile;
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = nodes.get(id);
    // A sample stands for the time until the next one.
    const us = timeDeltas[index + 1] ?? 0;
    if (frame === undefined || IDLE.has(frame.functionName)) continue;
    add(packages, packageOf(frame.url, frame.functionName), us);
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, us);
  }
  return { packages: sorted(packages), functions: sorted(functions) };
}

function add(times: Map<string, number>, name: string, us: number): void {
  times.set(name, (times.get(name) ?? 0) + us);
}

const sorted = (times: Map<string, number>): SelfTime[] =>
  [...times].map(([name, us]) => ({ name, us })).toSorted((a, b) => b.us - a.us);

/** `knex`, `node:net`, `src/http`, or V8's own `(garbage collector)`. */
function packageOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native code)';
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const [, installed] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (installed !== undefined) return installed;
  const [, own] = /\/((?:apps|packages)\/.+)\/[^/]+$/.exec(url) ?? [];
  return own ?? url;
}

const placeOf = ({ url, lineNumber }: { url: string; lineNumber: number }): string =>
  url === '' ? '' : `${url.replace(/^.*\/(?:node_modules|apps|packages)\//, '')}:${lineNumber + 1}`;
