import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cruiseImports } from './cruiseImports.ts';

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true, force: true })));

/** What the rules say about a tree of the given files. */
async function violationsOf(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'paydesk-imports-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (await cruiseImports(root)).violations.map((line) => line.split(':')[0] ?? '');
}

const src = 'apps/server/src';
const empty = 'export const x = 1;\nexport type T = number;\n';

test('an import down the layers is fine', async () => {
  expect(
    await violationsOf({
      [`${src}/payments/createPayment.ts`]: `import { x } from '../ledger/post.ts';\nexport const y = x;\n`,
      [`${src}/ledger/post.ts`]: `import { x } from '../base/clock.ts';\nexport { x };\n`,
      [`${src}/base/clock.ts`]: empty,
    }),
  ).toEqual([]);
});

test('an import up the layers is caught, also one of a type', async () => {
  const target = { [`${src}/http/main.ts`]: empty, [`${src}/payments/createPayment.ts`]: empty };
  expect(
    await violationsOf({
      ...target,
      [`${src}/ledger/post.ts`]: `import { x } from '../payments/createPayment.ts';\nexport const y = x;\n`,
    }),
  ).toEqual(['apps/server/src/ledger-imports-only-downwards']);
  expect(
    await violationsOf({
      ...target,
      [`${src}/base/clock.ts`]: `import type { T } from '../http/main.ts';\nexport type U = T;\n`,
    }),
  ).toEqual(['apps/server/src/base-imports-only-downwards']);
});

test('one feature importing another is caught', async () => {
  expect(
    await violationsOf({
      [`${src}/payments/a.ts`]: `import { x } from '../withdrawals/b.ts';\nexport const y = x;\n`,
      [`${src}/withdrawals/b.ts`]: empty,
    }),
  ).toEqual(['apps/server/src/currencies-layer-has-no-imports-across']);
});

test('a command that imports tRPC or fastify is caught, an endpoint is not', async () => {
  const packages = {
    'node_modules/fastify/package.json': '{"name":"fastify","main":"index.js"}',
    'node_modules/fastify/index.js': 'export const x = 1;',
  };
  const text = `import { x } from 'fastify';\nexport const y = x;\n`;
  expect(await violationsOf({ ...packages, [`${src}/payments/creditPayment.ts`]: text })).toEqual([
    'only-endpoints-know-http-and-trpc',
  ]);
  expect(
    await violationsOf({
      ...packages,
      [`${src}/payments/nowpayments.webhook.ts`]: text,
      [`${src}/http/server.ts`]: text,
    }),
  ).toEqual([]);
});

test('settings may be loaded at the top alone, their type may be used anywhere', async () => {
  const settings = { [`${src}/base/settings.ts`]: empty };
  expect(
    await violationsOf({
      ...settings,
      [`${src}/payments/a.ts`]: `import { x } from '../base/settings.ts';\nexport const y = x;\n`,
    }),
  ).toEqual(['settings-are-loaded-at-the-top']);
  expect(
    await violationsOf({
      ...settings,
      [`${src}/payments/a.ts`]: `import type { T } from '../base/settings.ts';\nexport type U = T;\n`,
      [`${src}/main.ts`]: `import { x } from './base/settings.ts';\nexport const y = x;\n`,
    }),
  ).toEqual([]);
});

test('the admin app may import the server as types alone', async () => {
  const router = { [`${src}/http/router.ts`]: empty };
  const path = '../../server/src/http/router.ts';
  expect(
    await violationsOf({
      ...router,
      'apps/admin/src/a.ts': `import { x } from '${path}';\nexport const y = x;\n`,
    }),
  ).toEqual(['server-only-as-types']);
  expect(
    await violationsOf({
      ...router,
      'apps/admin/src/a.ts': `import type { T } from '${path}';\nexport type U = T;\n`,
    }),
  ).toEqual([]);
});

test('the types package imports nothing of the repository', async () => {
  expect(
    await violationsOf({
      'packages/types/src/a.ts': `import { x } from '../../client/src/b.ts';\nexport const y = x;\n`,
      'packages/client/src/b.ts': empty,
    }),
  ).toEqual(['types-stand-alone']);
});

test('a cycle is caught outside the models', async () => {
  const cycle = (folder: string) => ({
    [`${src}/${folder}/a.ts`]: `import { b } from './b.ts';\nexport const a = () => b;\n`,
    [`${src}/${folder}/b.ts`]: `import { a } from './a.ts';\nexport const b = () => a;\n`,
  });
  expect(new Set(await violationsOf(cycle('ledger')))).toEqual(new Set(['no-cycles']));
  expect(await violationsOf(cycle('models'))).toEqual([]);
});

test('a new folder of the server must be given a layer', async () => {
  expect(await violationsOf({ [`${src}/helpers/a.ts`]: empty })).toEqual(['every-folder-has-a-layer']);
});

test('only the desk may import the simulator or the embedded database, and the server never the desk', async () => {
  const targets = {
    'apps/simulator/src/index.ts': empty,
    'apps/desk/src/demo/plan.ts': empty,
    'packages/embedded-database/src/index.ts': empty,
  };
  const importing = (path: string) => `import { x } from '${path}';\nexport const y = x;\n`;
  expect(
    await violationsOf({
      ...targets,
      [`${src}/payments/a.ts`]: importing('../../../simulator/src/index.ts'),
      [`${src}/payments/b.ts`]: importing('../../../desk/src/demo/plan.ts'),
      [`${src}/db/c.ts`]: importing('../../../../packages/embedded-database/src/index.ts'),
    }).then((rules) => rules.toSorted()),
  ).toEqual(['only-desk-knows-the-simulator', 'server-runs-without-desk', 'server-runs-without-desk']);
  expect(
    await violationsOf({
      ...targets,
      'apps/desk/src/demo/a.ts': importing('../../../simulator/src/index.ts'),
      [`${src}/payments/a.test.ts`]: importing('../../../simulator/src/index.ts'),
    }),
  ).toEqual([]);
});

test('the desk uses the server through its exports, and its layers only go down', async () => {
  const commands = { [`${src}/exports/domain.ts`]: empty, [`${src}/payments/createPayment.ts`]: empty };
  expect(
    await violationsOf({
      ...commands,
      'apps/desk/src/demo/a.ts': `import { x } from '../../../server/src/payments/createPayment.ts';\nexport const y = x;\n`,
    }),
  ).toEqual(['desk-uses-what-the-server-exports']);
  expect(
    await violationsOf({
      ...commands,
      'apps/desk/src/demo/a.ts': `import { x } from '../../../server/src/exports/domain.ts';\nexport const y = x;\n`,
      'apps/desk/src/startUp/b.ts': empty,
      'apps/desk/src/supervisor/c.ts': `import { x } from '../startUp/b.ts';\nexport const y = x;\n`,
    }),
  ).toEqual(['apps/desk/src/simulator-imports-only-downwards']);
});
