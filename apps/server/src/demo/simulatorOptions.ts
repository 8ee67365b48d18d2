import { join } from 'node:path';
import type { SimulatorOptions } from '@paydesk/simulator';
import type { Settings } from '../base/settings.ts';

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
