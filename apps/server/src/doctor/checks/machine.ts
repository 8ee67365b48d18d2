import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failed, machineCheck, notice, ok, skipped, unlessSimulated, warning } from '../check.ts';

const LINK = 'docs/operations.md#the-doctor';
const OLDEST_NODE = 24;
const MIN_DIFFERENT_CHARACTERS = 10;
const LOW_DISK = { warning: 0.1, failed: 0.03 };
const OTHERS_MAY_READ = 0o077;

/** What needs no database: this machine, its files, the settings, the provider. */
export const machineChecks: readonly Check[] = [
  machineCheck(
    {
      name: 'node',
      title: 'Version of Node.js',
      advice: 'Install a newer Node.js, or start with pnpm, which brings the right one along.',
      link: LINK,
    },
    () =>
      Number(process.versions.node.split('.')[0]) >= OLDEST_NODE
        ? ok(`Node.js ${process.versions.node}.`)
        : failed(`Node.js ${process.versions.node}; ${OLDEST_NODE} is needed.`),
  ),
  machineCheck(
    {
      name: 'secret-strength',
      title: 'PAYDESK_SECRET and SEAL_SECRET are random',
      advice:
        'Set a random secret (openssl rand -base64 48), and name the one before in PAYDESK_FORMER_SECRETS.',
      link: 'docs/security.md#keys-and-secrets',
    },
    ({ settings: { secret, formerSecrets, seals } }) => {
      if ([secret, seals.secret].some((text) => new Set(text).size < MIN_DIFFERENT_CHARACTERS))
        return failed('A secret has very few different characters: it can be guessed.');
      return formerSecrets.includes(secret)
        ? warning('PAYDESK_FORMER_SECRETS has the present secret too: it was not replaced.')
        : ok('They are long, with many different characters.');
    },
  ),
  machineCheck(
    {
      name: 'secret-file',
      title: 'Only its owner reads the secret in the data folder',
      advice: 'chmod 600 on the file, and make a new secret if others have an account on this machine.',
      link: 'docs/security.md#keys-and-secrets',
    },
    async ({ settings: { dataDir } }) => {
      const found = await stat(join(dataDir, 'secret')).catch(() => null);
      if (found === null) return ok('There is no such file: the secret is a setting.');
      return (found.mode & OTHERS_MAY_READ) === 0
        ? ok('Mode 600.')
        : failed(`Mode ${(found.mode & 0o777).toString(8)}: other accounts can read it.`);
    },
  ),
  machineCheck(
    {
      name: 'disk',
      title: 'Free space of the data folder',
      advice: 'Remove files, or give the disk more space: without any PostgreSQL stops.',
      link: LINK,
    },
    async ({ settings: { dataDir }, statfs }) => {
      const disk = await statfs(dataDir).catch(() => null);
      if (disk === null) return skipped('There is no data folder on this machine.');
      const share = disk.bavail / Math.max(disk.blocks, 1);
      const found = `${Math.round(share * 100)} % of the disk is free.`;
      if (share < LOW_DISK.failed) return failed(found);
      return share < LOW_DISK.warning ? warning(found) : ok(found);
    },
  ),
  machineCheck(
    {
      name: 'seal-export',
      title: 'Seals are written outside the database',
      advice: 'Set SEAL_EXPORT_DIR to a folder on another machine’s disk that the worker can write to.',
      link: 'docs/operations.md#seals-over-the-books',
    },
    async ({ settings }) => {
      const { exportDir } = settings.seals;
      if (exportDir === null) return unlessSimulated(settings, 'SEAL_EXPORT_DIR is not set.');
      return await access(exportDir, constants.W_OK).then(
        () => ok('The folder can be written to.'),
        () => failed('The folder of SEAL_EXPORT_DIR cannot be written to.'),
      );
    },
  ),
  machineCheck(
    {
      name: 'public-url',
      title: 'PUBLIC_URL uses HTTPS, and is not this machine',
      advice: 'Set PUBLIC_URL to the address that payers and the provider reach, with https://.',
      link: LINK,
    },
    ({ settings: { publicUrl, provider } }) => {
      const { protocol, hostname } = new URL(publicUrl);
      if (provider.simulated)
        return protocol === 'https:' ? ok('It uses HTTPS.') : notice('It uses HTTP, as a trial may.');
      if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
        return failed('It is this machine: the provider’s notifications do not arrive.');
      return protocol === 'https:'
        ? ok('It uses HTTPS.')
        : failed('It uses HTTP: passwords travel readable.');
    },
  ),
  machineCheck(
    {
      name: 'public-url-tls',
      title: 'PUBLIC_URL answers, with a certificate that is valid',
      advice: 'Renew the certificate, or let the proxy send the whole chain; see its log.',
      link: 'docs/operate/install.md',
    },
    async ({ settings: { publicUrl }, fetch, signal }) => {
      if (!publicUrl.startsWith('https:')) return skipped('It uses HTTP.');
      try {
        const { status } = await fetch(`${publicUrl}/health/live`, { signal, redirect: 'manual' });
        return status === 200 ? ok('It does.') : warning(`It answers with status ${status}.`);
      } catch (error) {
        const code = causeOf(error);
        return /CERT|SELF_SIGNED|LEAF_SIGNATURE|SSL|TLS/.test(code)
          ? failed(`Its certificate is refused: ${code}.`)
          : warning('It cannot be reached from this machine.');
      }
    },
  ),
  machineCheck(
    {
      name: 'provider',
      title: 'The provider answers',
      advice: 'Compare with the provider’s status page, then look at the network of this machine.',
      link: 'docs/operations.md#when-the-provider-is-down-for-a-day',
    },
    async ({ settings: { provider }, fetch, signal }) => {
      const answer = await fetch(`${provider.baseUrl}/status`, { signal, redirect: 'manual' }).catch(
        () => null,
      );
      if (answer === null) return failed('It cannot be reached.');
      return answer.ok ? ok('It answers.') : failed(`It answers with status ${answer.status}.`);
    },
  ),
];

/** The code of what `fetch` failed with. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
