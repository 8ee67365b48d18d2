import { readSettings } from '@paydesk/server/in-process';
import type { Settings } from '@paydesk/server/settings';

/** Settings of the desk that a test may choose: rules and looks, nothing that leads elsewhere. */
export const CHOOSABLE_SETTINGS = [
  'PARTIAL_PAYMENTS',
  'OVERPAYMENT_HOLD_USD',
  'IPN_CREDITS',
  'SECOND_APPROVAL_USD',
  'SOLO_CREDIT_USD',
  'WITHDRAWAL_SERVICE_FEE_USD',
  'EVENT_RETENTION_DAYS',
  'IDEMPOTENCY_RETENTION_DAYS',
  'ALLOWED_ORIGINS',
  'MERCHANT_NAME',
  'MERCHANT_URL',
  'MERCHANT_COLOR',
  'MERCHANT_LOGO',
  'CHECKOUT_FRAME_ANCESTORS',
  'LOG_LEVEL',
] as const;

export type ChosenSettings = Partial<Record<(typeof CHOOSABLE_SETTINGS)[number], string>>;

/** The settings of a sandbox; they come from nowhere else. */
export function sandboxSettings({
  port,
  simulatorPort,
  databaseUrl,
  secret,
  chosen,
}: {
  port: number;
  simulatorPort: number;
  databaseUrl: string;
  secret: string;
  chosen: ChosenSettings;
}): Settings {
  return readSettings(
    {
      LOG_LEVEL: 'error',
      ...chosen,
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      SIMULATOR_STEP_MS: '0',
      DATABASE_URL: databaseUrl,
      PAYDESK_SECRET: secret,
      DEMO: '0',
    },
    () => secret,
  );
}
