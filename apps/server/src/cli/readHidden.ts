import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** One line typed on a terminal, without showing it. */
export async function readHidden(
  prompt: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(prompt);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    output.write('\n');
  }
}
