/** How a person or a service manager asks the desk to stop. */
export interface StopRequest {
  /** Aborted at the first Ctrl-C, SIGTERM or closed terminal. */
  signal: AbortSignal;
  requested: Promise<void>;
  /** Called at the second one. */
  onForce(force: () => void): void;
}

/** A terminal and a package manager both pass one Ctrl-C on: signals so close to each other are one. */
const SAME_SIGNAL_MS = 500;

/** Listens for the signals from now on, for the rest of the process's life. */
export function listenForStop(): StopRequest {
  const abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  let force = () => {};
  let askedAt = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (abort.signal.aborted) {
        if (performance.now() - askedAt < SAME_SIGNAL_MS) return;
        force();
        process.exit(130);
      }
      askedAt = performance.now();
      abort.abort(new Error('Stopped before it had started'));
      resolve();
    });
  }
  return { signal: abort.signal, requested: promise, onForce: (callback) => (force = callback) };
}
