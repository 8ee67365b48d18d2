import type { ExportFormat, ExportResource, ExportStatus } from '@paydesk/types';
import { BaseModel } from './BaseModel.ts';

/** An export of a list that a member of staff asked for, and how far it is. */
export class ListExport extends BaseModel {
  static override tableName = 'list_exports';
  static override jsonAttributes = ['query'];
  declare id: string;
  declare staffId: string;
  declare sessionId: string;
  declare resource: ExportResource;
  declare format: ExportFormat;
  /** Filter and sort, as the list takes them. */
  declare query: { filter?: object; sort?: object };
  /** SHA-256 of the ticket in the address of the download. */
  declare ticketHash: string;
  declare status: ExportStatus;
  /** bigint: strings. */
  declare rows: string;
  declare bytes: string;
  declare sha256: string | null;
  declare error: string | null;
  declare createdAt: Date;
  /** When the process that sends it was last seen. */
  declare seenAt: Date;
  declare cancelAskedAt: Date | null;
  declare endedAt: Date | null;
}
