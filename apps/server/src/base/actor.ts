/** Who does something, for the ledger and the audit log. */
export interface Actor {
  kind: 'staff' | 'service' | 'user' | 'system';
  /** Null for the desk itself. */
  id: string | null;
  name: string | null;
  ipAddress?: string | null;
  requestId?: string | null;
  /** Of staff in a browser. */
  sessionId?: string | null;
  userAgent?: string | null;
}

/** The desk itself: webhooks, jobs, rules. */
export const systemActor = (name: string): Actor => ({ kind: 'system', id: null, name });
