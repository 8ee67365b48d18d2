import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the data folder when it is not there yet. As root it can be entered (not listed) by the account
 * that PostgreSQL runs under; each secret inside has mode 0600 of its own.
 */
export function makeDataDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/**
 * The text of a file, without its last line break, or null when there is no such file.
 * @throws Error telling what to do when the file belongs to another account, such as after a first start as
 *   root
 */
export function readPrivateFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== 'EACCES') throw cause;
    throw new Error(
      `${path} belongs to another account (was Paydesk first started as root?). Go on as that account, or set PAYDESK_DATA_DIR to a folder of your own.`,
      { cause },
    );
  }
}

/**
 * The file's text; when there is no such file, it is first written (mode 0600) with what `generate` returns.
 * Of two processes that get here at once, both return the text of the one that was first.
 */
export function readOrCreatePrivateFile(path: string, generate: () => string): string {
  const known = readPrivateFile(path);
  if (known !== null && known !== '') return known;
  makeDataDir(dirname(path));
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${generate()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all, and never replaces the file of another process.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const written = readPrivateFile(path);
  if (!written) throw new Error(`${path} is empty: delete it to have its content generated again`);
  return written;
}
