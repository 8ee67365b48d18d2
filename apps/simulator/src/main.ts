import { createSimulator } from './createSimulator.ts';
import { readEnvironment } from './readEnvironment.ts';

const HOST = '127.0.0.1';

/** One sentence and exit code 1: the parent process shows it to a person. */
const fail = (error: unknown, port?: number): never => {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const reason = isTaken
    ? `port ${port} is already in use. Stop what listens there, or set SIMULATOR_PORT to another port.`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`The NOWPayments simulator cannot start: ${reason}\n`);
  process.exit(1);
};

const run = async (): Promise<void> => {
  const { port, options } = readEnvironment(process.env);
  const simulator = createSimulator(options);
  const url = await simulator.listen(port, HOST).catch((error: unknown) => fail(error, port));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);

  process.send?.({ ready: true, url });
  if (process.send === undefined)
    process.stdout.write(`NOWPayments simulator on ${url} (API under /v1, controls under /__sim)\n`);
};

run().catch((error: unknown) => fail(error));
