import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { FILES, REFERENCE_FILES } from '@paydesk/server/files';

const toGzip = promisify(gzip);

/** From the repository's root, under the same names. */
const FROM_ROOT = ['.env.example', 'CHANGELOG.md', 'LICENSE', 'deploy'];

/** Copies what server and worker read, to where the bundle looks for it (apps/server/src/base/files.ts). */
export async function copyFiles(root: string, folder: string): Promise<void> {
  const copies: [from: string, to: string][] = [
    [FILES.migrations, 'migrations'],
    [FILES.fingerprints, 'data/fingerprints.json'],
    [FILES.commonPasswords, 'data/commonPasswords.txt'],
    [FILES.adminPages, 'pages/admin'],
    [FILES.guidePages, 'pages/guide'],
    [FILES.checkoutPages, 'pages/checkout'],
    ...FROM_ROOT.map((name): [string, string] => [join(root, name), name]),
  ];
  for (const [from, to] of copies) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(from, join(folder, to), { recursive: true, filter: isNoSecret });
  }
  await compressReference(folder);
}

/** deploy/compose/makeSecrets.sh writes into the repository. */
const isNoSecret = (path: string) => !path.endsWith('deploy/compose/secrets');

async function compressReference(folder: string): Promise<void> {
  const reference = join(folder, 'pages/reference');
  await mkdir(reference, { recursive: true });
  for (const file of REFERENCE_FILES) {
    const content = await readFile(join(FILES.referencePages(), file));
    await writeFile(join(reference, file), content);
    await writeFile(join(reference, `${file}.gz`), await toGzip(content, { level: 9 }));
  }
}
