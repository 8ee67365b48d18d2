import type { StepUpEvidence, StepUpKind } from '@paydesk/types';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** One person's approval of one payload. Permanent. */
export class WithdrawalApproval extends BaseModel {
  static override tableName = 'withdrawal_approvals';
  static override jsonAttributes = ['stepUp'];
  static override originKind: OriginKind = 'approval';
  declare id: string;
  declare withdrawalRequestId: string;
  declare staffId: string;
  declare staffName: string;
  declare note: string | null;
  declare payloadHash: string;
  /** How the person's second factor was verified, and the evidence; null with `none`. */
  declare stepUpKind: StepUpKind;
  declare stepUp: StepUpEvidence | null;
  declare createdAt: Date;
}
