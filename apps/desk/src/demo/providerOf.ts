import { createNowpaymentsClient, type NowpaymentsClient } from '@paydesk/server/domain';
import type { Settings } from '@paydesk/server/settings';
import type { Simulator } from '@paydesk/simulator';

/** A client of a simulator in this process, with a clock of its own in milliseconds since 1970. */
export function providerOf(
  { provider }: Settings,
  simulator: Simulator,
  now: () => number,
): NowpaymentsClient {
  return createNowpaymentsClient({
    baseUrl: provider.baseUrl,
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch: simulator.fetch,
    now,
  });
}
