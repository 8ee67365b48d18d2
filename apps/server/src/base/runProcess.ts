/** A running process of the desk. */
export interface Running {
  /** Sent to the parent process, if there is one. */
  ready: Record<string, unknown>;
  /** Finishes running work and releases all resources. */
  stop(): Promise<void>;
}

/** Time after which the process exits even if it has not stopped. */
const STOP_TIMEOUT_MS = 8000;

/** Runs one process of the desk until SIGTERM, SIGINT or the end of its parent; exit code 1 if it cannot start. */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  let running: Running;
  try {
    running = await start();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ ready: true, ...running.ready });
}
