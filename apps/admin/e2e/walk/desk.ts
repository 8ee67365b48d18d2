import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as playwright } from 'playwright-core';
import { freePort } from '../../../../packages/embedded-database/src/freePort.ts';
import { runDesk } from '../../../desk/test/support/runDesk.ts';
import { STAFF } from '../support/desk.ts';

export interface OpenDesk {
  base: string;
  email: string;
  password: string;
  stop(): Promise<void>;
}

/** Signed in, for further contexts of the browser. */
export interface Session {
  base: string;
  state: NonNullable<BrowserContextOptions['storageState']>;
}

/** The desk at `base` with the account given, else a new one with demo data. */
export async function openDesk(given: {
  base?: string | undefined;
  email?: string | undefined;
  password?: string | undefined;
}): Promise<OpenDesk> {
  const { base, email = STAFF.email, password = STAFF.password } = given;
  if (base !== undefined) return { base, email, password, stop: async () => {} };
  const { url, stop } = await runDesk({
    DEMO: '1',
    SIMULATOR_PORT: String(await freePort(null)),
    PAYDESK_STAFF_EMAIL: email,
    PAYDESK_STAFF_PASSWORD: password,
  });
  return { base: url, email, password, stop };
}

export async function launchBrowser(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
}

export async function signIn(browser: Browser, { base, email, password }: OpenDesk): Promise<Session> {
  const context = await browser.newContext({ baseURL: base, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor({ timeout: 60_000 });
  const state = await context.storageState();
  await context.close();
  return { base, state };
}

/** Calls a procedure as the person of the session. */
export async function callDesk({ base, state }: Session, path: string, input: unknown): Promise<unknown> {
  const cookies = typeof state === 'string' ? [] : state.cookies;
  const headers = {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    origin: base,
    'content-type': 'application/json',
  };
  const isQuery = /\.(list|get)$/.test(path);
  const text = JSON.stringify(input);
  const answer = await fetch(
    `${base}/trpc/${path}${isQuery ? `?input=${encodeURIComponent(text)}` : ''}`,
    isQuery ? { headers } : { method: 'POST', headers, body: text },
  );
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { result: { data: unknown } }).result.data;
}
