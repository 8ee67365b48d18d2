import { createDeskSandbox, type DeskSandbox } from './deskSandbox.ts';
import { launchSandbox } from './launchSandbox.ts';
import { connectControl } from './sandboxControl.ts';

/** Settings of the desk that a test may choose; see Paydesk's docs/operations.md. */
export type SandboxSetting =
  | 'PARTIAL_PAYMENTS'
  | 'OVERPAYMENT_HOLD_USD'
  | 'IPN_CREDITS'
  | 'SECOND_APPROVAL_USD'
  | 'SOLO_CREDIT_USD'
  | 'WITHDRAWAL_SERVICE_FEE_USD'
  | 'EVENT_RETENTION_DAYS'
  | 'IDEMPOTENCY_RETENTION_DAYS'
  | 'ALLOWED_ORIGINS'
  | 'MERCHANT_NAME'
  | 'MERCHANT_URL'
  | 'MERCHANT_COLOR'
  | 'MERCHANT_LOGO'
  | 'CHECKOUT_FRAME_ANCESTORS'
  | 'LOG_LEVEL';

export interface SandboxOptions {
  /** The folder of a Paydesk checkout; the variable `PAYDESK_HOME` if left out. */
  home?: string;
  /**
   * The control address that a running `paydesk sandbox` has printed; the variable `PAYDESK_SANDBOX` if left out. That
   * sandbox is used then, with what is in it; `stop()` leaves it running.
   */
  connect?: string;
  /** Settings of the desk, as its environment variables. */
  settings?: Partial<Record<SandboxSetting, string>>;
  /** How long a start may take in milliseconds; two minutes by default, because the first one makes the database. */
  timeoutMs?: number;
  /** Shows the desk's log on stderr. */
  showLog?: boolean;
}

/**
 * Starts a whole desk: PostgreSQL, server, worker and a simulator of the payment provider, with its own data and on free
 * ports. Any number run side by side.
 * @throws PaydeskNotFound when there is no Paydesk to start
 * @throws SandboxError when it does not start
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<DeskSandbox> {
  const { home, settings = {}, timeoutMs = 120_000, showLog = false } = options;
  const running = options.connect ?? process.env['PAYDESK_SANDBOX'];
  if (home === undefined && running !== undefined && running !== '')
    return await createDeskSandbox(connectControl(running), async () => {});
  const { control, stop } = await launchSandbox({ home, settings, timeoutMs, showLog });
  return await createDeskSandbox(connectControl(control), stop);
}
