/** Callers at the same time share one reading. */
export function sharedReading<Reading>(read: () => Promise<Reading>): () => Promise<Reading> {
  let underWay: Promise<Reading> | null = null;
  return async () => {
    underWay ??= read().finally(() => {
      underWay = null;
    });
    return await underWay;
  };
}
