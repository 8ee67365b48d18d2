import { BaseModel } from './BaseModel.ts';

/** The place of one audit entry in the chain. Written by the database alone. */
export class AuditSeal extends BaseModel {
  static override tableName = 'audit_seals';
  static override idColumn = 'seq';
  /** From 1, without a gap. */
  declare seq: string;
  declare entryId: string;
  declare prevHash: string;
  declare hash: string;
  declare sealedAt: Date;
}
