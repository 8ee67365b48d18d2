import type { StepUpEvidence } from '@paydesk/types';

/** Who does something, for the ledger and the audit log. */
export interface Actor extends Partial<RequestOrigin> {
  kind: 'staff' | 'service' | 'user' | 'system';
  /** Null for the system. */
  id: string | null;
  name: string | null;
  /** For staff in a browser. */
  sessionId?: string | null;
  /** For staff, for this one call: how their second factor was verified. */
  stepUp?: StepUpEvidence | null;
  /** Called when the call is a repeat, and answered with the result of an earlier call. */
  onReplay?: () => void;
  /**
   * For this one call: refuses what the caller may not do alone. Every command that has limits or may need another
   * person calls it in the transaction in which it takes effect (a `Knex.Transaction`, a type that clients of the
   * router must not see), after it has locked or written its rows: what was looked at before may have changed.
   * When a change request is applied, it refuses if what its approvers saw has changed. `posted`: what the command
   * has just written. Not for a repeat that is answered by its idempotency key.
   */
  admit?(trx: object, posted?: Posted): Promise<void>;
}

export interface Posted {
  id: string;
  amountUsd: string;
}

/** Where a request comes from, for the audit log. */
export interface RequestOrigin {
  ipAddress: string | null;
  requestId: string | null;
  userAgent: string | null;
}

/** The system itself: webhooks, jobs, rules. */
export const systemActor = (name: string): Actor => ({ kind: 'system', id: null, name });

/** Whoever has a shell on the desk's machine has the database: the audit log names the command line. */
export const COMMAND_LINE = systemActor('command line');
