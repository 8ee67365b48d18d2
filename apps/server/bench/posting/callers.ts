import { Agent, request } from 'node:http';
import { newId } from '../../src/base/identifiers.ts';

/** The HTTP callers of `posting.ts`, in a process of their own. */
export interface CallersTask {
  base: string;
  callers: number;
  apiKeys: string[];
  /** One for each charge. */
  userIds: string[];
}

export interface CallersReport {
  seconds: number;
  failed: number;
}

const agent = new Agent({ keepAlive: true });

async function charge(base: string, apiKey: string, userId: string): Promise<boolean> {
  const body = JSON.stringify({ userId, amountUsd: '0.01', idempotencyKey: newId() });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return await new Promise((resolve, reject) => {
    const sent = request(`${base}/trpc/transactions.charge`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode === 200));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function run({ base, callers, apiKeys, userIds }: CallersTask): Promise<CallersReport> {
  let [next, failed] = [0, 0];
  const one = async (_: unknown, caller: number) => {
    const apiKey = apiKeys[caller % apiKeys.length] ?? '';
    while (next < userIds.length) if (!(await charge(base, apiKey, userIds[next++] ?? ''))) failed += 1;
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, one));
  return { seconds: (performance.now() - startedAt) / 1000, failed };
}

process.on('message', (task: CallersTask) => {
  void run(task).then((report) => process.send?.(report));
});
