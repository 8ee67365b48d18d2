import { Gauge, type Registry } from 'prom-client';
import { auditHead, type AuditHead } from '../auditChain/auditHead.ts';
import type { AppContext } from '../context/appContext.ts';
import { sharedReading } from './sharedReading.ts';

/** Digits of a hash that a float holds exactly. */
const FINGERPRINT_DIGITS = 12;

/**
 * The head of the audit log's chain, kept where nobody who owns the database can reach it: a count that
 * falls, or a fingerprint that changes while the count stays, means that the log was cut off or made anew.
 */
export function auditGauges(ctx: AppContext, registry: Registry): void {
  const head = sharedReading(async () => await auditHead(ctx.knex));
  const gauge = (name: string, help: string, read: (head: AuditHead) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(read(await head()));
      },
    });
  gauge(
    'paydesk_audit_sealed_entries',
    'Entries in the chain of the audit log; it never falls',
    ({ seq }) => seq,
  );
  gauge('paydesk_audit_head_fingerprint', 'The first 48 bits of the last entry’s hash', ({ hash }) =>
    Number.parseInt(hash.slice(0, FINGERPRINT_DIGITS) || '0', 16),
  );
  gauge(
    'paydesk_audit_unsealed_seconds',
    'Age of the oldest audit entry that is not chained yet; a minute means that no worker runs',
    ({ unsealedSeconds }) => unsealedSeconds,
  );
}
