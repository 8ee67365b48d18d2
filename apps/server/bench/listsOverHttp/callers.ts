import { Agent, get } from 'node:http';

/* The callers, in a process of their own. */
interface Task {
  base: string;
  /** Taken in turn. */
  paths: readonly string[];
  calls: number;
  /** One for each connection. */
  keys: readonly string[];
}

const agent = new Agent({ keepAlive: true });

async function call(url: string, authorization: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { authorization } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.once('end', () =>
        answer.statusCode === 200 && bytes > 0 ? resolve() : reject(new Error(`${answer.statusCode} ${url}`)),
      );
    }).once('error', reject);
  });
}

process.on('message', ({ base, paths, calls, keys }: Task) => {
  let next = 0;
  const one = async (key: string) => {
    while (next < calls) await call(base + paths[next++ % paths.length], `Bearer ${key}`);
  };
  const startedAt = performance.now();
  void Promise.all(keys.map(one)).then(() =>
    process.send?.({ seconds: (performance.now() - startedAt) / 1000 }),
  );
});
process.send?.({ base: '' });
