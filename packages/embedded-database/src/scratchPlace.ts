import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { livePid, ownMark } from '@paydesk/data-folder';
import { clusterAt, placeForData, type Cluster } from './cluster.ts';
import { stopPostmaster } from './postmaster.ts';

const prefix = 'paydesk-scratch-';

/** Nothing here has to survive a power cut, so nothing waits for the disk. */
export const FAST_SETTINGS: readonly string[] = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_connections=200',
];

/** As flags of `postgres`. */
export const flagsOf = (settings: readonly string[]): string[] =>
  settings.flatMap((setting) => ['-c', setting]);

/** Where a PostgreSQL lives that is thrown away. */
export interface ScratchPlace {
  /** In the system's temporary folder: names the process that uses it, and holds the log. */
  folder: string;
  /** Holds the data: the same folder, or one that the account of PostgreSQL can enter. */
  home: string;
}

/** A new place. What killed processes left behind is removed first. */
export async function claimScratchPlace(): Promise<ScratchPlace> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // As root, the account that PostgreSQL runs under must be able to enter it.
  chmodSync(folder, 0o711);
  const home = placeForData(folder, () => {}) ?? folder;
  // Written first: whatever happens from here on, the next start finds and removes it.
  writeFileSync(join(folder, 'owner'), `${ownMark()}\n${home}\n`);
  return { folder, home };
}

/** The PostgreSQL of a place; its data may not be there yet. */
export const clusterIn = ({ folder, home }: ScratchPlace): Cluster =>
  clusterAt(join(home, 'postgres'), join(folder, 'postgres.log'), () => {});

/** Stops what runs there, and removes everything. */
export async function removeScratchPlace({ folder, home }: ScratchPlace): Promise<void> {
  await stopPostmaster(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** A killed process leaves its server running. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const [mark = '', home = ''] = ownerOf(folder).split('\n');
    if (home !== '' && livePid(mark) === null) await removeScratchPlace({ folder, home });
  }
}

function ownerOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'owner'), 'utf8');
  } catch {
    return '';
  }
}
