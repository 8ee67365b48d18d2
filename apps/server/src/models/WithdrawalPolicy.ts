import type { PolicyRules, StepUpEvidence } from '@paydesk/types';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** One version of the rules for withdrawals. The highest is in force; versions never change. */
export class WithdrawalPolicy extends BaseModel {
  static override tableName = 'withdrawal_policies';
  static override jsonAttributes = ['rules', 'stepUp'];
  static override originKind: OriginKind = 'policy';
  declare id: string;
  declare version: number;
  declare rules: PolicyRules;
  declare note: string;
  /** Null: at the command line, by the role that owns the tables. Then there is no second factor either. */
  declare publishedByStaffId: string | null;
  declare publishedByName: string;
  declare stepUp: StepUpEvidence | null;
  declare createdAt: Date;
}
