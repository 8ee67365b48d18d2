import type { ClaimSubject } from '@paydesk/types';
import { BaseModel } from './BaseModel.ts';

/** Who works on a row. Ended by the person, by the decision on the row, or with the account. */
export class Claim extends BaseModel {
  static override tableName = 'claims';
  declare id: string;
  declare subjectKind: ClaimSubject;
  declare subjectId: string;
  declare staffId: string;
  /** Who handed it over; null: taken by themselves. */
  declare handedById: string | null;
  declare claimedAt: Date;
  declare endedAt: Date | null;
  declare endReason: 'released' | 'handedOver' | 'takenOver' | 'decided' | 'deactivated' | null;
}
