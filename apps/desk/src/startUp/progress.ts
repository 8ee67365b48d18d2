import { debuglog } from 'node:util';

/** With NODE_DEBUG=paydesk: when each step ended, since the process began. */
const times = debuglog('paydesk');

/** What a person sees while the desk starts: one line for each step, with the time it took. */
export interface Progress {
  /** Shows the text, does the work, and marks the line as done or failed. */
  step<T>(text: string, work: () => Promise<T>): Promise<T>;
  /** A line between steps. */
  note(text: string): void;
  /** Replaces the detail behind the current step, such as how far a count is; on a terminal only. */
  detail(text: string): void;
}

/** Steps on the given stream; on a terminal a line is rewritten when its step is done. */
export function createProgress(out: NodeJS.WriteStream): Progress {
  let current: string | null = null;

  async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    current = text;
    out.write(out.isTTY ? `  … ${text}` : `  ${text} …\n`);
    try {
      const result = await work();
      finish('✓', text, startedAt);
      return result;
    } catch (error) {
      finish('✗', text, startedAt);
      throw error;
    }
  }

  function finish(mark: string, text: string, startedAt: number): void {
    current = null;
    times(
      '%s %s: at %d ms, took %d ms',
      mark,
      text,
      performance.now().toFixed(),
      (performance.now() - startedAt).toFixed(),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const took = seconds < 0.5 ? '' : ` (${seconds.toFixed(1)} s)`;
    if (out.isTTY) out.write(`\r\u001B[2K  ${mark} ${text}${took}\n`);
    else if (mark === '✗' || took !== '') out.write(`  ${mark} ${text}${took}\n`);
  }

  function note(text: string): void {
    if (!out.isTTY) out.write(`    ${text}\n`);
    else out.write(`\r\u001B[2K    ${text}\n${current === null ? '' : `  … ${current}`}`);
  }

  function detail(text: string): void {
    if (out.isTTY && current !== null) out.write(`\r\u001B[2K  … ${current}: ${text}`);
  }

  return { step, note, detail };
}
