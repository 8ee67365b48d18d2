import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_API_KEY } from '../src/index.ts';
import { openMerchant, START } from './support/openMerchant.ts';

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

describe('after a restart', () => {
  it('payments, children and the clock are as they were', async () => {
    const journalPath = join(newDirectory(), 'deep', 'simulator.jsonl');
    const before = openMerchant({ journalPath });
    const { payment_id } = await before.create({ order_description: 'ünï\n"x"' });
    await before.simulator.deposit(payment_id, { amount: '50' });
    await before.simulator.deposit(payment_id, { amount: '20.000001' });
    await before.simulator.advanceClock(86_400);
    const known = before.simulator.state().payments;
    await before.simulator.close();
    const after = openMerchant({ journalPath });
    expect(after.simulator.state().payments).toEqual(known);
    expect(after.simulator.now()).toBe(START + 86_400_000);
    await after.simulator.resendIpn(payment_id);
    expect(after.ipns[0]?.body).toBe(
      before.ipns.findLast((ipn) => ipn.json.payment_id === Number(payment_id))?.body,
    );
  });

  it('a payment under way continues, and expiry still happens', async () => {
    const journalPath = join(newDirectory(), 'simulator.jsonl');
    const before = openMerchant({ journalPath, stepMs: 10_000 });
    const [paid, unpaid] = [await before.create(), await before.create()];
    await before.simulator.deposit(paid.payment_id, { amount: 'full' });
    await before.simulator.advanceClock(10);
    await before.simulator.close();
    const after = openMerchant({ journalPath, stepMs: 10_000 });
    expect((await after.read(paid.payment_id)).payment_status).toBe('confirmed');
    await after.simulator.advanceClock(7 * 24 * 3600);
    expect(after.statuses()).toEqual(['sending', 'finished', 'expired']);
    expect((await after.read(unpaid.payment_id)).payment_status).toBe('expired');
  });

  it('a damaged last line is dropped and the rest is kept', async () => {
    const journalPath = join(newDirectory(), 'simulator.jsonl');
    const before = openMerchant({ journalPath });
    const { payment_id } = await before.create();
    await before.simulator.close();
    appendFileSync(journalPath, '{"kind":"payment","payment":{"paymentId":"4');
    const after = openMerchant({ journalPath });
    await after.simulator.deposit(payment_id, { amount: 'full' });
    await after.simulator.close();
    expect(openMerchant({ journalPath }).simulator.state().payments).toMatchObject([
      { paymentId: payment_id, status: 'finished' },
    ]);
  });

  it('damage in the middle is reported with its line', async () => {
    const journalPath = join(newDirectory(), 'simulator.jsonl');
    appendFileSync(journalPath, '{"kind":"clock","offsetMs":0}\nrubbish\n{"kind":"clock","offsetMs":0}\n');
    expect(() => openMerchant({ journalPath })).toThrow('line 2 is not readable');
  });

  it('the journal is compacted to one line per payment', async () => {
    const journalPath = join(newDirectory(), 'simulator.jsonl');
    const before = openMerchant({ journalPath });
    const { payment_id } = await before.create();
    await before.simulator.deposit(payment_id, { amount: 'full' });
    await before.simulator.close();
    const lines = () => readFileSync(journalPath, 'utf8').trim().split('\n').length;
    expect(lines()).toBeGreaterThan(5);
    const after = openMerchant({ journalPath });
    after.simulator.start();
    expect(lines()).toBe(2);
    expect((await after.read(payment_id)).payment_status).toBe('finished');
  });

  it('a simulator that does not start leaves the journal of a running one unchanged', async () => {
    const journalPath = join(newDirectory(), 'simulator.jsonl');
    const running = openMerchant({ journalPath });
    const url = await running.simulator.listen();
    await running.create();
    const before = readFileSync(journalPath, 'utf8');
    const second = openMerchant({ journalPath });
    await expect(second.simulator.listen(Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
    await second.simulator.close();
    expect(readFileSync(journalPath, 'utf8')).toBe(before);
  });
});

// Programs start slowly on a busy machine.
describe('the program', { timeout: 30_000 }, () => {
  const MAIN = join(import.meta.dirname, '../src/main.ts');
  const freePort = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  };
  const launch = (env: Record<string, string>) => {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return { child, stderr: () => stderr };
  };
  const ready = async (child: ChildProcess): Promise<string> => {
    const [message] = (await once(child, 'message')) as [{ ready: boolean; url: string }];
    expect(message.ready).toBe(true);
    return message.url;
  };
  const create = async (url: string): Promise<{ status: number; id: string }> => {
    const answer = await fetch(`${url}/v1/payment`, {
      method: 'POST',
      headers: { 'x-api-key': DEFAULT_API_KEY, 'content-type': 'application/json' },
      body: '{"price_amount":20,"price_currency":"usd","pay_currency":"btc"}',
    });
    return { status: answer.status, id: ((await answer.json()) as { payment_id: string }).payment_id };
  };

  it('keeps every payment that it has confirmed when it is killed', async () => {
    const env = {
      SIMULATOR_PORT: String(await freePort()),
      PAYDESK_DATA_DIR: newDirectory(),
      SIMULATOR_STEP_MS: '0',
    };
    const first = launch(env);
    const url = await ready(first.child);
    const { id } = await create(url);
    await fetch(`${url}/__sim/payments/${id}/deposit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"amount":"full"}',
    });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = launch(env);
    await ready(second.child);
    const answer = await fetch(`${url}/v1/payment/${id}`, { headers: { 'x-api-key': DEFAULT_API_KEY } });
    expect(await answer.json()).toMatchObject({ payment_id: Number(id), payment_status: 'finished' });
  });

  it('ends with code 0 on SIGTERM and when its parent disconnects', async () => {
    for (const end of [
      (child: ChildProcess) => void child.kill('SIGTERM'),
      (child: ChildProcess) => child.disconnect(),
    ]) {
      const { child } = launch({
        SIMULATOR_PORT: String(await freePort()),
        PAYDESK_DATA_DIR: newDirectory(),
      });
      await ready(child);
      end(child);
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
  });

  it('reports in one sentence that its port is taken, and exits with code 1', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await once(holder, 'listening');
    const { child, stderr } = launch({ SIMULATOR_PORT: String(port), PAYDESK_DATA_DIR: newDirectory() });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(stderr()).toBe(
      `The NOWPayments simulator cannot start: port ${port} is already in use. ` +
        'Stop what listens there, or set SIMULATOR_PORT to another port.\n',
    );
  });

  it('names all wrong settings at once', async () => {
    const { child, stderr } = launch({
      SIMULATOR_PORT: '70000',
      SIMULATOR_STEP_MS: 'fast',
      PAYDESK_DATA_DIR: newDirectory(),
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(stderr()).toContain(
      'SIMULATOR_PORT must be at most 65535; SIMULATOR_STEP_MS must be a whole number',
    );
  });
});
