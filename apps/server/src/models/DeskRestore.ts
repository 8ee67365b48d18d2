import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A restore of the database to an earlier time: what was done between the two is not in it. */
export class DeskRestore extends BaseModel {
  static override tableName = 'desk_restores';
  static override originKind: OriginKind = 'restore';
  declare id: string;
  declare restoredBy: string;
  declare note: string;
  declare restoredTo: Date;
  declare restoredAt: Date;
  /** The last that the database has from before. */
  declare historyEndsAt: Date;
  /** bigint: a string. 0 without any seal. */
  declare lastSealSeq: string;
  declare lastSealHash: string;
  /** bigint: a string. The last number that an event had before, and the one after which numbers continue. */
  declare eventsThrough: string;
  declare eventsContinueAfter: string;
  /** When the provider's payouts were read for the last time; null: nothing may be sent yet. */
  declare payoutsSearchedAt: Date | null;
  declare lostPayouts: number | null;
}
