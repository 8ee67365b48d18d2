import { inject } from 'vitest';
import { type RunningDesk, runDesk } from '../../../desk/test/support/runDesk.ts';
import { STAFF } from './desk.ts';
import { SIMULATOR_API_KEY } from './simulator.ts';

/**
 * A second desk that takes the simulator of the first one for a real provider: it has an API key, so its rules are
 * those of a desk with real money. It has one person, the first admin.
 */
export const startRealProviderDesk = async (): Promise<RunningDesk> =>
  await runDesk({
    NOWPAYMENTS_API_KEY: SIMULATOR_API_KEY,
    NOWPAYMENTS_IPN_SECRET: 'a secret that no notification is signed with',
    NOWPAYMENTS_BASE_URL: `${inject('simulatorUrl')}/v1`,
    PAYDESK_STAFF_EMAIL: STAFF.email,
    PAYDESK_STAFF_PASSWORD: STAFF.password,
  });
