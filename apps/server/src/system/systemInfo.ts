import type { systemInfoOutput } from '@paydesk/types';
import type { z } from 'zod';
import { VERSION } from '../base/version.ts';
import type { AppContext } from '../context/appContext.ts';
import { lastVerification } from './lastVerification.ts';
import { PayoutStop } from '../models/PayoutStop.ts';
import type { ProviderCircuit } from '../nowpayments/traffic/providerTraffic.ts';

/** The version and the settings that the admin app shows, and whether the provider is reachable. */
export async function systemInfo({
  settings,
  clock,
  provider,
  knex,
}: AppContext): Promise<z.infer<typeof systemInfoOutput>> {
  return {
    version: VERSION,
    simulatorInUse: settings.provider.simulated,
    provider: 'nowpayments',
    publicUrl: settings.publicUrl,
    partialPayments: settings.partialPayments,
    secondApprovalUsd: settings.secondApprovalUsd,
    payoutStop: PayoutStop.present(await PayoutStop.findOpen(knex)),
    lastVerification: presentVerification(await lastVerification(knex)),
    serverTime: clock.now().toISOString(),
    providerCircuit: presentCircuit(await provider.circuit()),
  };
}

function presentVerification(last: Awaited<ReturnType<typeof lastVerification>>) {
  return last === null ? null : { ...last, finishedAt: last.finishedAt.toISOString() };
}

export function presentCircuit({ state, since, lastError }: ProviderCircuit) {
  // The last error of a closed circuit is history.
  return { state, since: since.toISOString(), lastError: state === 'closed' ? null : lastError };
}
