import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface BenchProcess {
  /** Where it listens; empty for one that does not. */
  base: string;
  /** Milliseconds of CPU that it has used so far. */
  cpuMs(): Promise<number>;
  ask<Answer>(question: object): Promise<Answer>;
  stop(): void;
}

/** Starts a file of this folder as a process of its own. It says `{ base }` when it is ready. */
export async function startProcess(file: string, ...args: string[]): Promise<BenchProcess> {
  const child = fork(new URL(file, import.meta.url), args, { stdio: 'inherit' });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file} has ended`);
  });
  ended.catch(() => undefined);
  const receive = async <Answer>(): Promise<Answer> => {
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
    return answer;
  };
  const { base } = await receive<{ base: string }>();
  const ask = async <Answer>(question: object): Promise<Answer> => {
    child.send(question);
    return await receive<Answer>();
  };
  return {
    base,
    ask,
    cpuMs: async () => (await ask<{ cpuMs: number }>({ cpu: true })).cpuMs,
    stop: () => void child.kill(),
  };
}

/** For servers in a process of their own: says where it listens, and tells its CPU when asked. */
export function answerBench(base: string): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 });
  });
  process.send?.({ base });
}
