import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder's package.json. Server and worker recognise the folder by it. */
export async function writePackageFile(folder: string, version: string): Promise<void> {
  const content = {
    name: 'paydesk',
    version,
    private: true,
    description: 'Self-hosted payments desk',
    license: 'MIT',
    type: 'module',
    engines: { node: '>=22.19' },
    bin: { paydesk: 'paydesk.mjs' },
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}
