import { get, type IncomingMessage } from 'node:http';

/** The readers of `eventStreams.ts`, in a process of their own. */
export interface ReadersTask {
  base: string;
  /** Of each stream: who asks. */
  headers: Record<string, string>[];
  /** Otherwise they open their streams and take nothing. */
  reads: boolean;
}

export interface ReadersReport {
  /** Milliseconds from the writing of each event to its arrival, sorted. */
  delays: number[];
  received: number;
  /** Streams that the server has ended. */
  ended: number;
}

type Message = { kind: 'open'; task: ReadersTask } | { kind: 'report' | 'forget' };

export function readersMessage(kind: Message['kind'], task?: ReadersTask): Message {
  if (kind !== 'open') return { kind };
  if (task === undefined) throw new Error('open what?');
  return { kind, task };
}

let delays: number[] = [];
let ended = 0;

async function open(task: ReadersTask): Promise<void> {
  // Not all at once: a server accepts only so many connections that wait.
  for (let n = 0; n < task.headers.length; n += 25)
    await Promise.all(
      task.headers.slice(n, n + 25).map(async (headers) => await openOne(task.base, headers, task.reads)),
    );
}

async function openOne(base: string, headers: Record<string, string>, reads: boolean): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${base}/api/v1/events/stream`, { headers, agent: false }, resolve).on('error', reject);
  });
  if (answer.statusCode !== 200) throw new Error(`a stream was refused: ${answer.statusCode}`);
  answer.once('error', () => undefined);
  answer.socket.once('close', () => {
    ended += 1;
  });
  if (!reads) return;
  let rest = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const now = Date.now();
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const writtenAt = /^data: .*?"createdAt":"([^"]+)"/m.exec(block)?.[1];
      if (writtenAt !== undefined) delays.push(now - Date.parse(writtenAt));
    }
  });
}

process.on('message', (message: Message) => {
  if (message.kind === 'forget') delays = [];
  const report = () =>
    process.send?.({
      delays: message.kind === 'report' ? delays.toSorted((a, b) => a - b) : [],
      received: delays.length,
      ended,
    } satisfies ReadersReport);
  if (message.kind === 'open') void open(message.task).then(report);
  else report();
});
