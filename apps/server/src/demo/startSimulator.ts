import { createSimulator } from '@paydesk/simulator';
import type { Settings } from '../base/settings.ts';
import { simulatorOptions } from './simulatorOptions.ts';

/**
 * Sees to it that the simulator answers on its port: starts one in this process, on the journal that the
 * desk's own would use, unless the port is taken, presumably by that one. Having the port is what makes it
 * safe to write the journal.
 *
 * @returns what was started here, to be closed; null when nothing had to be, or the real provider is used
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
