import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { filesIn, publintFindings, readIn, typesReport } from '../../client/e2e/support/tarball.ts';

const run = promisify(execFile);
const { resolve: find } = createRequire(import.meta.url);
const { testing: tarball } = inject('tarballs');

test('the tarball holds one module and one declaration file, and needs the client alone', () => {
  const files = filesIn(tarball);
  expect(files).toEqual(
    ['LICENSE', 'README.md', 'package.json', 'dist/index.d.ts', 'dist/index.js'].toSorted(),
  );
  for (const path of files)
    expect(readIn(tarball, path), path).not.toMatch(
      /workspace:|catalog:|@paydesk\/(server|types|desk)|file:\/\//,
    );
  const manifest = JSON.parse(readIn(tarball, 'package.json')) as { private?: boolean; dependencies: object };
  expect(manifest.private).toBeUndefined();
  expect(Object.keys(manifest.dependencies)).toEqual(['@paydesk/client']);
  expect(readIn(tarball, 'dist/index.d.ts').match(/from ["'][^"']+["']/g)).toEqual(
    expect.arrayContaining(['from "@paydesk/client"']),
  );
});

test('publint and “are the types wrong” find nothing', async () => {
  expect(await publintFindings(tarball)).toEqual([]);
  expect(typesReport(tarball)).toContain('OK (ESM)');
});

test('it could be published', async () => {
  const { stdout } = await run('npm', ['publish', tarball, '--dry-run', '--offline', '--json'], {
    cwd: dirname(tarball),
  });
  expect(stdout).toContain('"@paydesk/testing"');
});

test('installed elsewhere its declarations pass a strict compiler, and refuse mistakes', async () => {
  const project = inject('project');
  writeFileSync(join(project, 'uses.ts'), USES);
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2022'],
    types: ['node'],
    typeRoots: [dirname(dirname(find('@types/node/package.json')))],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['uses.ts'] }));
  const tsc = join(dirname(find('typescript/package.json')), 'bin/tsc');
  await run(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: project }).catch(
    (error: { stdout: string }) => expect.fail(error.stdout),
  );
});

const USES = `
import { startSandbox, type DeskSandbox, InvariantsBroken } from '@paydesk/testing';
export async function uses(): Promise<string> {
  await using desk: DeskSandbox = await startSandbox({ settings: { PARTIAL_PAYMENTS: 'suspense' } });
  const user = await desk.newUser();
  const { id } = await desk.client.payments.create.mutate({ userId: user.id, amountUsd: '5.00', currencyCode: 'BTC' });
  const paid = await desk.payInFull(id);
  const receiver = await desk.webhooks.receive({ types: ['payment.credited'] });
  await desk.clock.advance({ hours: 25 });
  // @ts-expect-error no such event
  await desk.webhooks.receive({ types: ['payment.paid'] });
  // @ts-expect-error no such fault
  await desk.faults.inject({ ipn: 'lose' });
  // @ts-expect-error no such setting
  await startSandbox({ settings: { DATABASE_URL: 'postgres://elsewhere' } });
  await desk.expectInvariants().catch((error: unknown) => error instanceof InvariantsBroken && error.differences);
  return paid.status + receiver.events.length;
}
`;
