import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** Who did what, when and from where. Append-only. */
export class AuditEntry extends BaseModel {
  static override tableName = 'audit_log';
  static override jsonAttributes = ['before', 'after', 'stepUp'];
  static override originKind: OriginKind = 'audit';
  declare id: string;
  declare action: string;
  declare actorKind: 'staff' | 'service' | 'user' | 'system';
  declare actorId: string | null;
  declare actorName: string | null;
  declare subjectKind: string;
  declare subjectId: string | null;
  declare note: string | null;
  declare before: unknown;
  declare after: unknown;
  declare ipAddress: string | null;
  declare requestId: string | null;
  declare sessionId: string | null;
  declare userAgent: string | null;
  /** How the actor's second factor was verified for this action (`StepUpEvidence`). */
  declare stepUp: unknown;
  /** The database's time of writing; null for entries from before the log was chained. */
  declare recordedAt: Date | null;
  declare createdAt: Date;
}

/** The place of an audit entry in the chain. Written only by the database. */
export class AuditSeal extends BaseModel {
  static override tableName = 'audit_seals';
  static override idColumn = 'seq';
  /** From 1, without gaps. */
  declare seq: string;
  declare entryId: string;
  declare prevHash: string;
  declare hash: string;
  declare sealedAt: Date;
}
