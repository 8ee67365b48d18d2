import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    deskUrl: string;
    simulatorUrl: string;
    /** The first admin's session, for tests that are not about signing in. */
    staffCookie: string;
    /** The session of a second admin, who approves what the first one cannot do alone. */
    checkerCookie: string;
  }
}

const CHECKER = { email: 'checker@paydesk.local', password: 'a long enough password' };

export const STAFF = { email: 'admin@paydesk.local', password: 'correct horse battery' };

/** Fixed, so that a test can derive the simulator's API key as the desk does. */
export const SECRET = 'a secret for tests only: 0123456789abcdef0123456789abcdef';

const root = resolve(import.meta.dirname, '../../../..');
const START_TIMEOUT_MS = 90_000;

/** Starts a complete desk on an empty data folder, and stops it at the end. */
export default async function startDesk(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-e2e-'));
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const desk = spawn(process.execPath, ['apps/desk/src/start.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      PUBLIC_URL: url,
      SIMULATOR_PORT: String(simulatorPort),
      SIMULATOR_STEP_MS: '150',
      PAYDESK_DATA_DIR: dataDir,
      PAYDESK_SECRET: SECRET,
      PAYDESK_STAFF_EMAIL: STAFF.email,
      PAYDESK_STAFF_PASSWORD: STAFF.password,
      DEMO: '0',
      // Tests give customers 500.00 to spend; a bonus of 5,000 waits.
      SOLO_CREDIT_USD: '4000',
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      NOWPAYMENTS_API_KEY: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    desk.kill('SIGTERM');
    if (desk.exitCode === null) await new Promise((ended) => desk.once('exit', ended));
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await running(desk);
    project.provide('deskUrl', url);
    project.provide('simulatorUrl', `http://127.0.0.1:${simulatorPort}`);
    const cookie = await cookieOf(url, STAFF);
    project.provide('staffCookie', cookie);
    await createChecker(url, cookie);
    project.provide('checkerCookie', await cookieOf(url, CHECKER));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Signs in once for all tests: the server allows ten attempts a minute. */
async function cookieOf(url: string, person: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`${person.email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** No one else is there yet, so the first admin can do this alone. */
async function createChecker(url: string, cookie: string): Promise<void> {
  const answer = await fetch(`${url}/trpc/staff.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ ...CHECKER, name: 'Charlie Checker', role: 'admin' }),
  });
  if (!answer.ok) throw new Error(`the second admin was not created: ${await answer.text()}`);
}

/** Waits for the start message with the addresses. */
async function running(desk: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolveRunning, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the desk did not start in time:\n${output}`)),
      START_TIMEOUT_MS,
    );
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes('Paydesk is running')) return;
      clearTimeout(timer);
      resolveRunning();
    };
    desk.stdout?.on('data', listen);
    desk.stderr?.on('data', listen);
    desk.once('exit', (code) => reject(new Error(`the desk ended with ${code}:\n${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
