/**
 * Runs a read for all who ask at the same time: one at a time, and whoever asks while it runs shares the next one. No
 * caller gets what was read before the call, and any number of callers costs no more than reading without a pause.
 */
export function shareReads<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Answer> | null = null;

  async function begin(): Promise<Answer> {
    await running;
    next = null;
    const reading = read();
    // A failure is for those who asked for this read, not for the next ones.
    running = reading.catch(() => undefined);
    return await reading;
  }

  return async () => await (next ??= begin());
}
