import type { PolicyDecision } from '@paydesk/types';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** What the policy decided about a withdrawal at one moment, and the facts it used. Permanent. */
export class WithdrawalDecision extends BaseModel {
  static override tableName = 'withdrawal_decisions';
  static override jsonAttributes = ['reasons', 'facts'];
  static override originKind: OriginKind = 'decision';
  declare id: string;
  /** Null: the request was refused and not created. */
  declare withdrawalRequestId: string | null;
  declare userId: string;
  declare policyVersion: number;
  declare moment: 'create' | 'approve' | 'startProcessing' | 'complete' | 'payOut';
  declare outcome: PolicyDecision['outcome'];
  declare requiredApprovals: number;
  declare notBefore: Date | null;
  declare reasons: PolicyDecision['reasons'];
  declare facts: unknown;
  declare createdAt: Date;
}
