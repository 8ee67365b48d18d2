import { join } from 'node:path';
import type { Settings } from '@paydesk/server/settings';
import { createSimulator, type SimulatorOptions } from '@paydesk/simulator';

/**
 * Makes sure that the simulator answers on its port: starts one in this process, with the journal of the
 * desk's own, unless the port is taken, presumably by that one. Holding the port makes it safe to write the
 * journal.
 *
 * @returns what was started here; null when it runs already, or the real provider is used
 */
export async function startSimulator(settings: Settings): Promise<{ close(): Promise<void> } | null> {
  if (!settings.provider.simulated) return null;
  const simulator = createSimulator(simulatorOptions(settings));
  try {
    await simulator.listen(settings.simulator.port);
    return simulator;
  } catch (error) {
    await simulator.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

/**
 * The simulator of these settings, as its own process would run it: the same keys, and the same journal in
 * the data folder.
 */
export function simulatorOptions({ provider, simulator, dataDir }: Settings): SimulatorOptions {
  return {
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    stepMs: simulator.stepMs,
    journalPath: join(dataDir, 'simulator.jsonl'),
    ...(provider.login !== null && { credentials: provider.login }),
    ...(provider.payouts.totpSecret !== null && { payoutTotpSecret: provider.payouts.totpSecret }),
  };
}
