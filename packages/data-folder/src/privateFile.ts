import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Creates the data folder if it does not exist. If created by root, the account of PostgreSQL can enter it, but
 * not list it; each secret in it has mode 0600.
 */
export function makeDataDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/** A new data folder in the system's temporary folder, for tests and measurements: its owner removes it. */
export function temporaryDataDir(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `paydesk-${name}-`));
  // Otherwise root's database would be kept, and left, in a folder that the account of PostgreSQL can enter.
  if (process.getuid?.() === 0) chmodSync(path, 0o711);
  return path;
}

/**
 * The text of a file without the last line break, or null if there is no such file.
 * @throws Error with instructions if the file belongs to another account, such as after a first start as root
 */
export function readPrivateFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== 'EACCES') throw cause;
    throw new Error(
      `${path} belongs to another account (was Paydesk first started as root?). ` +
        'Use that account, or set PAYDESK_DATA_DIR to a folder of your own.',
      { cause },
    );
  }
}

/**
 * The file's text. If there is no such file, it is created (mode 0600) with the result of `generate`. Concurrent
 * processes all return the text of the first one.
 */
export function readOrCreatePrivateFile(path: string, generate: () => string): string {
  const known = readPrivateFile(path);
  if (known !== null && known !== '') return known;
  makeDataDir(dirname(path));
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${generate()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Linking is atomic, and never replaces the file of another process.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const written = readPrivateFile(path);
  if (!written) throw new Error(`${path} is empty: delete it to generate it again`);
  return written;
}
