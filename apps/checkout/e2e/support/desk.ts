import { fork } from 'node:child_process';
import { join } from 'node:path';
import { afterAll } from 'vitest';

interface CreatedPayment {
  id: string;
  path: string;
  providerPaymentId: string;
  payAmount: string;
  payAddress: string;
  payinExtraId: string | null;
  internalPaymentId: string;
}

export interface TestDesk {
  url: string;
  create(currencyCode: string, amountUsd?: string): Promise<CreatedPayment>;
  /** Money arrives at the address: an amount in the coin's units, or "full". */
  deposit(payment: CreatedPayment, amount: string): Promise<void>;
  /** The provider reports this status. */
  report(payment: CreatedPayment, status: string): Promise<void>;
  cancel(payment: CreatedPayment): Promise<void>;
  /** Moves the provider's clock. */
  advance(seconds: number): Promise<void>;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

interface Message {
  ready?: string;
  id?: number;
  result?: unknown;
  error?: string;
}

const program = join(import.meta.dirname, '../../../server/test/support/deskProcess.ts');

/** A whole desk in its own processes, stopped after this file's tests. */
export async function openDesk(): Promise<TestDesk> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, (message: Message) => void>();
  const url = await new Promise<string>((ready, failed) => {
    child.once('exit', (code) => failed(new Error(`the desk ended with ${code}`)));
    child.on('message', (message: Message) => {
      if (message.ready !== undefined) ready(message.ready);
      if (message.id !== undefined) waiting.get(message.id)?.(message);
    });
  });
  afterAll(async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  });
  let last = 0;
  const call = async (name: string, input: Record<string, unknown> = {}): Promise<unknown> => {
    const id = (last += 1);
    return await new Promise((done, failed) => {
      waiting.set(id, ({ result, error }) => (error === undefined ? done(result) : failed(new Error(error))));
      child.send({ id, call: name, input });
    });
  };
  return {
    url,
    create: async (currencyCode, amountUsd = '100.00') =>
      (await call('create', { currencyCode, amountUsd })) as CreatedPayment,
    deposit: async ({ providerPaymentId }, amount) =>
      void (await call('deposit', { providerPaymentId, amount })),
    report: async ({ providerPaymentId }, status) =>
      void (await call('report', { providerPaymentId, status })),
    cancel: async ({ id }) => void (await call('cancel', { id })),
    advance: async (seconds) => void (await call('advance', { seconds })),
    stopServer: async () => void (await call('stopServer')),
    startServer: async () => void (await call('startServer')),
  };
}
