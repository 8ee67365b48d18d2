import { BaseModel } from './BaseModel.ts';

/** One person's yes to one payload. Permanent. */
export class WithdrawalApproval extends BaseModel {
  static override tableName = 'withdrawal_approvals';
  declare id: string;
  declare withdrawalRequestId: string;
  declare staffId: string;
  declare staffName: string;
  declare note: string | null;
  declare payloadHash: string;
  declare createdAt: Date;
}
