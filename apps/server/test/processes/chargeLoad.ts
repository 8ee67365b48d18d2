import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../../src/base/identifiers.ts';
import type { Caller } from '../support/http.ts';

const RETRY_MS = 50;

export interface Load {
  /** Keys of charges that were acknowledged. */
  acknowledged: string[];
  /** Milliseconds of the longest time in which nothing was acknowledged. */
  longestGapMs(): number;
  /** What callers heard meanwhile, other than the result. */
  refusals: Map<string, number>;
  stop(): Promise<void>;
}

/** Apps that charge, and repeat each charge with its key until it is acknowledged. */
export function startLoad(url: string, caller: Caller, userIds: readonly string[]): Load {
  const acknowledged: string[] = [];
  const refusals = new Map<string, number>();
  let lastAt = performance.now();
  let longest = 0;
  let stopped = false;

  async function charge(userId: string, idempotencyKey: string): Promise<void> {
    for (;;) {
      const heard = await fetch(`${url}/trpc/transactions.charge`, {
        method: 'POST',
        headers: { ...caller, 'content-type': 'application/json' },
        body: JSON.stringify({ userId, amountUsd: '0.01', description: 'load', idempotencyKey }),
        signal: AbortSignal.timeout(60_000),
      }).then(
        async (answer) =>
          answer.status === 200
            ? null
            : `${answer.status} ${/"reason":"(\w+)"/.exec(await answer.text())?.[1]}`,
        (error: unknown) => String(error),
      );
      if (heard === null) break;
      refusals.set(heard, (refusals.get(heard) ?? 0) + 1);
      await pause(RETRY_MS);
    }
    acknowledged.push(idempotencyKey);
    longest = Math.max(longest, performance.now() - lastAt);
    lastAt = performance.now();
  }

  const clients = userIds.map(async (userId) => {
    while (!stopped) await charge(userId, newId());
  });
  return {
    acknowledged,
    refusals,
    longestGapMs: () => Math.round(Math.max(longest, performance.now() - lastAt)),
    async stop() {
      stopped = true;
      await Promise.all(clients);
    },
  };
}
