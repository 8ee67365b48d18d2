import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** The packages whose dependencies are in the folder: in the programs, or in the pages. */
const FILTERS = ['server', 'admin', 'checkout', 'guide'].map((name) => `--filter=@paydesk/${name}`);

/** What `pnpm licenses list --json` prints: packages by their license. */
const licensesSchema = z.record(
  z.string(),
  z.array(z.object({ name: z.string(), versions: z.array(z.string()), paths: z.array(z.string()).min(1) })),
);

/** Writes what others made: `sbom.cdx.json` (CycloneDX), for scanners, and THIRD_PARTY_LICENSES.txt. */
export async function writeComponents(root: string, folder: string): Promise<void> {
  const list = join(folder, 'sbom.cdx.json');
  const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application'];
  await pnpm(root, ['sbom', ...format, '--out', list]);
  const licenses = licensesSchema.parse(JSON.parse(await pnpm(root, ['licenses', 'list', '--json'])));
  const packages = Object.entries(licenses)
    .flatMap(([license, found]) => found.map((one) => ({ ...one, license })))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  const texts = await Promise.all(
    packages.map(async ({ name, versions, license, paths: [path = ''] }) =>
      [`${name} ${versions.join(', ')} (${license})`, await readLicense(path)].join('\n\n').trim(),
    ),
  );
  await writeFile(join(folder, 'THIRD_PARTY_LICENSES.txt'), `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

async function pnpm(root: string, words: string[]): Promise<string> {
  const { stdout } = await run('pnpm', [...words, '--prod', ...FILTERS], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The text of a package's license; empty if the package has none. */
async function readLicense(path: string): Promise<string> {
  const file = (await readdir(path)).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  return file === undefined ? '' : await readFile(join(path, file), 'utf8');
}
