import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { temporaryDataDir } from '../../packages/data-folder/src/privateFile.ts';
import { freePort } from '../../packages/embedded-database/src/freePort.ts';
import { startProgram, whenReady } from './childProgram.ts';
import { signInStaff, type Staff } from './staff.ts';

const root = resolve(import.meta.dirname, '../..');
const EMAIL = 'admin@example.com';
const PASSWORD = 'correct horse battery staple';

/** Everything that a shop asks of its API key. */
const SCOPES = [
  'users.write',
  'users.token',
  'currencies.read',
  'payments.create',
  'payments.read',
  'balances.read',
  'transactions.read',
  'transactions.charge',
  'transactions.refund',
  'withdrawals.create',
];

export interface Desk {
  url: string;
  simulatorUrl: string;
  /** For the admin app. */
  login: { email: string; password: string };
  staff: Staff;
  apiKey: string;
  /** The payer sends the whole amount of a payment. */
  pay(orderId: string): Promise<void>;
  stop(): Promise<void>;
}

interface DeskPlace {
  port: number;
  simulatorPort: number;
  dataDir: string;
  origins: readonly string[];
}

/**
 * A whole desk with the simulator, as `pnpm start` starts it, on a new data folder that is removed at the end: with
 * two currencies and an API key.
 * @param origins of the shops, whose pages may call it
 */
export async function startDesk(origins: readonly string[]): Promise<Desk> {
  const dataDir = temporaryDataDir('examples');
  const [port, simulatorPort] = [await freePort(null), await freePort(null)];
  const url = `http://localhost:${port}`;
  const simulatorUrl = `http://localhost:${simulatorPort}`;
  const program = startProgram({
    command: process.execPath,
    args: [join(root, 'apps/desk/src/start.ts')],
    cwd: root,
    env: deskSettings(envFileOfThisCheckout(), { port, simulatorPort, dataDir, origins }),
  });
  const stop = async () => {
    await program.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await whenReady(program, 'The desk', () => program.output().includes('Paydesk is running'));
    const staff = await signInStaff(url, { email: EMAIL, password: PASSWORD });
    await offerCurrencies(staff, ['USDTTRC20', 'BTC']);
    const { key } = await staff.command<{ key: string }>('apiKeys.create', { name: 'shop', scopes: SCOPES });
    const pay = async (orderId: string) => await payInFull({ url, apiKey: key, simulatorUrl }, orderId);
    return { url, simulatorUrl, login: { email: EMAIL, password: PASSWORD }, staff, apiKey: key, pay, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The settings of the desk, and empty ones for all others of the `.env` file: a desk takes from there what its
 * environment lacks, and an empty setting counts as unset. The checkout may be one that runs a real desk.
 * @param envFile its text
 */
export function deskSettings(
  envFile: string,
  { port, simulatorPort, dataDir, origins }: DeskPlace,
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.keys(parseEnv(envFile)).map((name) => [name, ''])),
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_STEP_MS: '200',
    PUBLIC_URL: `http://localhost:${port}`,
    PAYDESK_DATA_DIR: dataDir,
    PAYDESK_STAFF_EMAIL: EMAIL,
    PAYDESK_STAFF_PASSWORD: PASSWORD,
    ALLOWED_ORIGINS: origins.join(','),
    LOG_LEVEL: 'warn',
    DEMO: '0',
  };
}

function envFileOfThisCheckout(): string {
  const file = join(root, '.env');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function offerCurrencies(staff: Staff, codes: readonly string[]): Promise<void> {
  await staff.command('currencies.sync', {});
  const { data } = await staff.read<{ data: { id: string; code: string }[] }>('currencies.list', {
    perPage: 100,
  });
  const ids = data.filter(({ code }) => codes.includes(code)).map(({ id }) => id);
  await staff.command('currencies.setActive', { ids, isActive: true });
  for (const id of ids) await staff.command('currencies.update', { id, withdrawalsEnabled: true });
  // The worker asks the provider for the smallest amounts within seconds.
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const offered = await staff.read<{ data: { minCheckedAt: string | null }[] }>('currencies.getMany', {
      ids,
    });
    if (offered.data.every(({ minCheckedAt }) => minCheckedAt !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the smallest amounts of the currencies are not known');
}

async function payInFull(
  { url, apiKey, simulatorUrl }: Pick<Desk, 'url' | 'apiKey' | 'simulatorUrl'>,
  orderId: string,
): Promise<void> {
  const answer = await fetch(`${url}/api/v1/payments?orderId=${encodeURIComponent(orderId)}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { data } = (await answer.json()) as { data: { providerPaymentId: string }[] };
  if (data.length !== 1) throw new Error(`there are ${data.length} payments of ${orderId}`);
  const paid = await fetch(`${simulatorUrl}/__sim/payments/${data[0]?.providerPaymentId}/deposit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 'full' }),
  });
  if (!paid.ok) throw new Error(`the simulator refused the transfer: ${await paid.text()}`);
}
