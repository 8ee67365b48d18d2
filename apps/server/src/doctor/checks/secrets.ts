import { stat } from 'node:fs/promises';
import { type Check, failed, machineCheck, notice, ok, warning } from '../check.ts';

const LINK = 'docs/operate/key-leak.md';
const OTHERS_MAY_READ = 0o077;
const OTHERS_MAY_WRITE = 0o022;
/** Container platforms mount secrets there; in a container there are no other accounts. */
const MOUNTED = '/run/secrets/';
const DAY_MS = 86_400_000;
const REPLACED_WITHIN_DAYS = 7;

/** Files with secrets, and secrets that are being replaced. */
export const secretChecks: readonly Check[] = [
  machineCheck(
    {
      name: 'secret-files',
      title: 'Only their owner reads the files that settings name with _FILE',
      advice: 'chmod 600 on the file, and replace its secret if others have an account on this machine.',
      link: LINK,
    },
    async ({ settings: { secretFiles } }) => {
      const names: string[] = [];
      for (const [name, path] of Object.entries(secretFiles)) {
        const found = path.startsWith(MOUNTED) ? null : await stat(path).catch(() => null);
        if (found !== null && (found.mode & OTHERS_MAY_READ) !== 0) names.push(`${name}_FILE`);
      }
      return names.length === 0
        ? ok('No other account can.')
        : failed(`Other accounts can: ${names.join(', ')}.`);
    },
  ),
  machineCheck(
    {
      name: 'data-folder',
      title: 'Only its owner writes to the data folder',
      advice: 'chmod 700 on the data folder.',
      link: LINK,
    },
    async ({ settings: { dataDir } }) => {
      const found = await stat(dataDir).catch(() => null);
      if (found === null) return ok('There is none on this machine.');
      return (found.mode & OTHERS_MAY_WRITE) === 0
        ? ok('No other account can.')
        : failed(
            `Mode ${(found.mode & 0o777).toString(8)}: other accounts can replace the secret and the database.`,
          );
    },
  ),
  machineCheck(
    {
      name: 'previous-ipn-secret',
      title: 'No former IPN secret is accepted for long',
      advice:
        'Once paydesk_previous_ipn_secret_total stays as it is, remove NOWPAYMENTS_IPN_SECRET_PREVIOUS and restart.',
      link: LINK,
    },
    async ({ settings: { provider, secretFiles } }) => {
      const { previousIpnSecret, ipnSecret } = provider;
      if (previousIpnSecret === null) return ok('None is accepted.');
      if (previousIpnSecret === ipnSecret) return warning('It is the present one: it was not replaced.');
      const file = secretFiles.NOWPAYMENTS_IPN_SECRET_PREVIOUS;
      const found = file === undefined ? null : await stat(file).catch(() => null);
      if (found === null) return warning('It is accepted, since when is unknown.');
      const days = Math.floor((Date.now() - found.mtimeMs) / DAY_MS);
      const text = `It is accepted, its file is ${days} days old.`;
      return days > REPLACED_WITHIN_DAYS ? warning(text) : notice(text);
    },
  ),
];
