import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { livePid, ownMark, withFileLock } from '@paydesk/data-folder';
import { hashesOf } from './hashesOf.ts';

/** Another desk that bundles on a slow machine is what this one may have to wait for. */
const LOCK_TIMEOUT_MS = 300_000;
/** Bundles that are kept beside those in use: of desks that have begun to start, and for going back. */
const KEPT = 3;
/** `used.BUNDLE.…` is a process that runs a bundle, which loads parts of it late. */
const USED = 'used';

export interface BundleRequest {
  /** Holds a folder for each bundle, and the name of the one that is current. */
  home: string;
  /** Each becomes `NAME.mjs`: absolute paths of sources. */
  programs: Readonly<Record<string, string>>;
  /** Files that the result depends on although they are not imported. */
  alsoReads: readonly string[];
  /** Ends the work. */
  signal: AbortSignal;
}

export interface Bundle {
  folder: string;
  /** Whether it was made now. */
  isNew: boolean;
}

/** What is remembered of the current bundle. */
interface Current {
  name: string;
  programs: Readonly<Record<string, string>>;
  /** SHA-256 of every file that it was made from, by absolute path. */
  hashes: Record<string, string>;
}

/** What the process that bundles is asked for; it prints the paths of the sources, as JSON. */
export interface BundleOrder {
  programs: Readonly<Record<string, string>>;
  folder: string;
}

/**
 * The bundle of these programs. It is made when there is none, or when one of the files that went into it has another
 * content by now. A copy of the repository in another folder makes its own.
 * @throws Error with the output of the bundler
 */
export async function ensureBundle(request: BundleRequest): Promise<Bundle> {
  const found = findCurrent(request);
  if (found !== null) return used({ folder: found, isNew: false });
  mkdirSync(request.home, { recursive: true });
  return await withFileLock(join(request.home, 'lock'), LOCK_TIMEOUT_MS, async () => {
    request.signal.throwIfAborted();
    const made = findCurrent(request);
    return used(
      made === null ? { folder: await makeBundle(request), isNew: true } : { folder: made, isNew: false },
    );
  });
}

/** Notes that this process runs the bundle: it is not removed before this process has ended. */
function used(bundle: Bundle): Bundle {
  const note = join(
    dirname(bundle.folder),
    `${USED}.${basename(bundle.folder)}.${randomBytes(4).toString('hex')}`,
  );
  writeFileSync(note, ownMark());
  return bundle;
}

function findCurrent({ home, programs, alsoReads }: BundleRequest): string | null {
  try {
    const current = JSON.parse(readFileSync(join(home, 'current.json'), 'utf8')) as Current;
    const isSame =
      JSON.stringify(current.programs) === JSON.stringify(programs) &&
      alsoReads.every((path) => path in current.hashes) &&
      JSON.stringify(hashesOf(Object.keys(current.hashes))) === JSON.stringify(current.hashes);
    const folder = join(home, current.name);
    return isSame && statSync(folder).isDirectory() ? folder : null;
  } catch {
    // There is none, or it is damaged, or one of its sources is gone: it is made again.
    return null;
  }
}

async function makeBundle({ home, programs, alsoReads, signal }: BundleRequest): Promise<string> {
  const name = randomBytes(4).toString('hex');
  const folder = join(home, name);
  const startedAt = Date.now();
  const sources = await bundleInOwnProcess({ programs, folder }, signal);
  const hashes = hashesOf([...sources, ...alsoReads]);
  // Which content went into the bundle is not known then: the next start makes another.
  for (const path of Object.keys(hashes)) if (statSync(path).mtimeMs >= startedAt) hashes[path] = 'changed';
  const current: Current = { name, programs, hashes };
  const draft = join(home, `current.${name}`);
  writeFileSync(draft, JSON.stringify(current));
  renameSync(draft, join(home, 'current.json'));
  removeOld(home);
  return folder;
}

/** The bundler needs hundreds of megabytes, which this process would keep. */
async function bundleInOwnProcess(order: BundleOrder, signal: AbortSignal): Promise<string[]> {
  const program = join(import.meta.dirname, 'bundleProcess.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`The programs could not be bundled:\n${output}${errors}`.trim());
  return JSON.parse(output) as string[];
}

function removeOld(home: string): void {
  const inUse = bundlesInUse(home);
  const bundles = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, madeAt: statSync(join(home, name)).mtimeMs }))
    .toSorted((one, other) => other.madeAt - one.madeAt);
  for (const { name } of bundles.slice(KEPT))
    if (!inUse.has(name)) rmSync(join(home, name), { recursive: true, force: true });
}

/** By name. The notes of processes that have ended are removed. */
function bundlesInUse(home: string): Set<string> {
  const inUse = new Set<string>();
  for (const note of readdirSync(home)) {
    const [kind, bundle] = note.split('.');
    if (kind !== USED || bundle === undefined) continue;
    if (livePid(readFileSync(join(home, note), 'utf8')) === null) rmSync(join(home, note), { force: true });
    else inUse.add(bundle);
  }
  return inUse;
}
