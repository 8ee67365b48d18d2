import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { secretSettings, settingNames } from '@paydesk/server/settings';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { FOLDER, ROOT } from './support/folder.ts';

/** What can be known of these files without Docker, Kubernetes and systemd; nothing here has started them. */

const KNOWN: ReadonlySet<string> = new Set([
  ...settingNames,
  ...secretSettings.map((name) => `${name}_FILE`),
  // Of Node.js.
  'NODE_ENV',
  'NODE_COMPILE_CACHE',
]);
const COMMANDS = ['serve', 'worker', 'migrate'];

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const unknownSettings = (names: string[]) => names.filter((name) => !KNOWN.has(name));

interface ComposeService {
  image: string;
  command?: string[];
  environment?: Record<string, unknown>;
  secrets?: string[];
  volumes?: string[];
  networks?: string[];
  depends_on?: Record<string, unknown> | string[];
  healthcheck?: { test?: string[] };
}

interface Compose {
  services: Record<string, ComposeService>;
  secrets: Record<string, { file: string }>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const compose = parse(textOf('compose.yaml'), { merge: true }) as Compose;
/** On top of it: what is named there is added. */
const pooler = parse(textOf('deploy/compose/pgbouncer.yaml'), { merge: true }) as Pick<
  Compose,
  'services' | 'secrets'
>;
const ownServices = Object.entries(compose.services).filter(([, { image }]) => image === 'paydesk');

test('compose.yaml runs the commands that there are, with settings that there are', () => {
  expect(ownServices.map(([name]) => name).toSorted()).toEqual(['migrate', 'server', 'worker']);
  for (const [name, { command, environment, secrets = [] }] of ownServices) {
    expect([name, COMMANDS.includes(command?.[0] ?? '')]).toEqual([name, true]);
    expect(unknownSettings(Object.keys(environment ?? {}))).toEqual([]);
    // Each secret that is named is also handed out, and no other.
    const files = Object.values(environment ?? {}).filter((value) =>
      String(value).startsWith('/run/secrets/'),
    );
    expect(sorted(files.map(String))).toEqual(sorted(secrets.map((secret) => `/run/secrets/${secret}`)));
  }
});

test('only the migrations of compose.yaml know the owner of the tables', () => {
  const knowing = ownServices.filter(([, { secrets }]) => secrets?.includes('migration_database_url'));
  expect(knowing.map(([name]) => name)).toEqual(['migrate']);
});

test('compose.yaml names only what exists', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    for (const network of service.networks ?? []) expect(compose.networks).toHaveProperty(network);
    const needs = Array.isArray(service.depends_on)
      ? service.depends_on
      : Object.keys(service.depends_on ?? {});
    for (const other of needs) expect(compose.services).toHaveProperty(other);
    for (const [source = ''] of (service.volumes ?? []).map((volume) => volume.split(':')))
      expect([
        name,
        source,
        source.startsWith('.') ? existsSync(join(ROOT, source)) : source in compose.volumes,
      ]).toEqual([name, source, true]);
    for (const path of (service.healthcheck?.test ?? []).filter((word) => word.startsWith('/app/')))
      expect(existsSync(join(FOLDER, path.slice('/app/'.length)))).toBe(true);
  }
});

test('pgbouncer.yaml leads server and worker through PgBouncer, and nothing else', () => {
  const { pgbouncer, ...changed } = pooler.services;
  expect(sorted(Object.keys(changed))).toEqual(['server', 'worker']);
  for (const [name, change] of Object.entries(changed)) {
    const service = compose.services[name];
    const environment = { ...service?.environment, ...change.environment };
    expect(unknownSettings(Object.keys(environment))).toEqual([]);
    expect(environment).toMatchObject({
      DATABASE_URL_FILE: '/run/secrets/pooled_database_url',
      DIRECT_DATABASE_URL_FILE: '/run/secrets/database_url',
    });
    const handedOut = [...(service?.secrets ?? []), ...(change.secrets ?? [])];
    const named = Object.values(environment)
      .map(String)
      .filter((value) => value.startsWith('/run/secrets/'));
    expect(sorted(named)).toEqual(sorted(handedOut.map((secret) => `/run/secrets/${secret}`)));
    for (const secret of handedOut) expect({ ...compose.secrets, ...pooler.secrets }).toHaveProperty(secret);
  }
  for (const volume of pgbouncer?.volumes ?? [])
    expect(existsSync(join(ROOT, volume.split(':')[0] ?? ''))).toBe(true);
  const settings = textOf('deploy/compose/pgbouncer.ini');
  expect(settings).toContain('pool_mode = transaction');
  // The address that makeSecrets.sh writes leads there.
  expect(textOf('deploy/compose/makeSecrets.sh')).toContain('@pgbouncer:6432/paydesk');
  expect(settings).toContain('listen_port = 6432');
});

test('makeSecrets.sh makes every secret of compose.yaml once, and hides their folder', async () => {
  const home = await mkdtemp(join(tmpdir(), 'paydesk-compose-'));
  try {
    await cp(join(ROOT, 'deploy/compose'), home, { recursive: true });
    const make = () =>
      spawnSync('sh', [join(home, 'makeSecrets.sh')], {
        input: 'an-api-key\nan-ipn-secret\n',
        encoding: 'utf8',
      });
    expect(make()).toMatchObject({ status: 0 });
    const secrets = join(home, 'secrets');
    const read = () => readdirSync(secrets).map((name) => [name, readFileSync(join(secrets, name), 'utf8')]);
    const first = read();
    expect(sorted(first.map(([name]) => name))).toEqual(
      sorted(Object.keys({ ...compose.secrets, ...pooler.secrets })),
    );
    expect(Object.fromEntries(first)).toMatchObject({
      nowpayments_api_key: 'an-api-key',
      paydesk_secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      database_url: expect.stringMatching(
        /^postgres:\/\/paydesk_app:[0-9a-f]{64}@database:5432\/paydesk$/,
      ) as string,
    });
    expect(make()).toMatchObject({ status: 0 });
    expect(read()).toEqual(first);
    expect(spawnSync('stat', ['-c', '%a', secrets], { encoding: 'utf8' }).stdout.trim()).toBe('700');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

test('the Dockerfile starts what the folder has, with the versions of the repository', () => {
  const text = textOf('Dockerfile');
  for (const [, path = ''] of text.matchAll(/\/app\/([\w.]+\.(?:mjs|json))/g))
    expect([path, existsSync(join(FOLDER, path))]).toEqual([path, true]);
  const { nodeVersion } = parse(textOf('pnpm-workspace.yaml')) as { nodeVersion: string };
  const { packageManager } = JSON.parse(textOf('package.json')) as { packageManager: string };
  expect(text).toContain(`FROM node:${nodeVersion}-`);
  for (const [used] of text.matchAll(/pnpm@[\d.]+/g)) expect(used).toBe(packageManager);
  const image = text.slice(text.lastIndexOf('FROM '));
  const variables = [...image.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' '));
  expect(unknownSettings(variables.map((pair) => pair.split('=')[0] ?? ''))).toEqual([]);
  expect(text).toMatch(/^USER 65532/m);
  // Neither secrets nor the history of the checkout get into a layer.
  expect(textOf('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.git', '.env', '.paydesk', 'deploy/compose/secrets']),
  );
});

const isRootOnDebian = process.getuid?.() === 0 && spawnSync('dpkg-query', ['--version']).status === 0;

test.skipIf(!isRootOnDebian)('Node.js runs with nothing but what the image gets of Debian', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paydesk-image-'));
  try {
    const root = join(folder, 'image');
    const copied = spawnSync('sh', [join(ROOT, 'deploy/image/copyRuntime.sh'), root], {
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` },
      encoding: 'utf8',
    });
    expect([copied.status, copied.stderr]).toEqual([0, '']);
    const program =
      'console.log(process.version, process.getuid(), require("node:crypto").randomUUID().length)';
    const { stdout, error } = spawnSync(
      'chroot',
      ['--userspec=65532:65532', root, '/usr/local/bin/node', '-e', program],
      // Debian has it where programs of the administrator are.
      { env: { PATH: `${process.env.PATH}:/usr/sbin` }, encoding: 'utf8' },
    );
    expect(error).toBeUndefined();
    expect(stdout).toBe(`${process.version} 65532 36\n`);
    expect(existsSync(join(root, 'bin/sh'))).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

interface Manifest {
  kind: string;
  data?: Record<string, string>;
  spec?: { template?: { spec: PodSpec } };
}

interface PodSpec {
  containers: {
    args: string[];
    env?: { name: string; value: string }[];
    envFrom?: unknown[];
    securityContext: unknown;
    ports?: { containerPort: number }[];
  }[];
  volumes: { secret: { items: { key: string; path: string }[] } }[];
  securityContext: { runAsNonRoot: boolean };
}

test('the manifests for Kubernetes name commands, settings and secrets that there are', () => {
  const folder = join(ROOT, 'deploy/kubernetes');
  const manifests = readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
      expect([file, document.errors]).toEqual([file, []]);
      return document.toJS() as Manifest;
    }),
  );
  const shared = manifests.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
  const pods = manifests.flatMap(({ spec }) => (spec?.template === undefined ? [] : [spec.template.spec]));
  expect(sorted(pods.map(({ containers: [container] }) => container?.args[0]))).toEqual(sorted(COMMANDS));
  for (const { containers, volumes, securityContext } of pods) {
    expect(securityContext.runAsNonRoot).toBe(true);
    for (const { env = [], envFrom, securityContext: own } of containers) {
      expect(own).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
      const settings = {
        ...(envFrom === undefined ? {} : shared),
        ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
      };
      expect(unknownSettings(Object.keys(settings))).toEqual([]);
      const files = Object.values(settings).filter((value) => value.startsWith('/run/secrets/paydesk/'));
      const mounted = volumes.flatMap(({ secret }) =>
        secret.items.map(({ path }) => `/run/secrets/paydesk/${path}`),
      );
      expect(files.toSorted()).toEqual(mounted.toSorted());
    }
  }
});

const units = readdirSync(join(ROOT, 'deploy/systemd')).filter((name) => name.endsWith('.service'));

test('the units start what the folder has, with settings and credentials that there are', () => {
  expect(units).toHaveLength(3);
  expect(unknownSettings(namesOf(textOf('deploy/systemd/paydesk.env').split('\n')))).toEqual([]);
  for (const unit of units) {
    const lines = textOf(`deploy/systemd/${unit}`).split('\n');
    const valuesOf = (key: string) =>
      lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
    const [program = ''] = /\/opt\/paydesk\/\S+/.exec(valuesOf('ExecStart')[0] ?? '') ?? [];
    expect([unit, existsSync(program.replace('/opt/paydesk', FOLDER))]).toEqual([unit, true]);
    const variables = valuesOf('Environment').flatMap((line) => line.split(' '));
    expect(unknownSettings(namesOf(variables))).toEqual([]);
    const credentials = valuesOf('LoadCredential').map((line) => line.split(':')[0]);
    const named = variables.flatMap((pair) => /=%d\/(\w+)$/.exec(pair)?.[1] ?? []);
    expect(sorted(named)).toEqual(sorted(credentials));
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)('systemd understands the units', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-units-'));
  try {
    for (const unit of units) {
      const text = textOf(`deploy/systemd/${unit}`);
      // Programs have to be there, and the account: those of this machine.
      writeFileSync(
        join(folder, unit),
        text
          .replaceAll('/opt/paydesk', FOLDER)
          .replaceAll('/usr/bin/node', process.execPath)
          .replace(/^User=.*$/m, 'User=root'),
      );
    }
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', ...units.map((unit) => join(folder, unit))],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the proxies send events on at once', () => {
  const nginx = textOf('deploy/nginx/paydesk.conf');
  const [, pattern = ''] = /location ~ (\S+) \{/.exec(nginx) ?? [];
  for (const path of ['/api/v1/events/stream', '/api/live/stream', `/pay/${'a'.repeat(32)}/events`])
    expect([path, new RegExp(pattern).test(path)]).toEqual([path, true]);
  expect(nginx).toMatch(/proxy_buffering off;/);
  // Set, not added to: what the caller sent is not handed on.
  expect(nginx.match(/X-Forwarded-For \$remote_addr;/g)).toHaveLength(2);
  for (const file of ['deploy/caddy/Caddyfile', 'deploy/compose/Caddyfile'])
    expect(textOf(file)).toContain('flush_interval -1');
});

const sorted = (values: readonly (string | undefined)[]) => values.map(String).toSorted();

const namesOf = (pairs: string[]) => pairs.flatMap((pair) => /^([A-Z_]+)=/.exec(pair)?.[1] ?? []);
