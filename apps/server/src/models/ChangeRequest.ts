import type {
  ApproverRole,
  ChangeFact,
  ChangeRequestStatus,
  GovernedAction,
  StepUpEvidence,
} from '@paydesk/types';
import { Model, type RelationMappings } from 'objection';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** An action that waits for another person, or for a delay to pass. What was requested never changes. */
export class ChangeRequest extends BaseModel {
  static override tableName = 'change_requests';
  static override jsonAttributes = ['facts', 'payload', 'makerStepUp'];
  static override originKind: OriginKind = 'change_request';
  declare id: string;
  declare action: GovernedAction;
  declare status: ChangeRequestStatus;
  declare summary: string;
  declare reason: string | null;
  declare facts: ChangeFact[];
  /** The parsed input of the procedure, without `proof`. */
  declare payload: Record<string, unknown>;
  declare payloadHash: string;
  declare payloadDigest: string;
  declare amountUsd: string | null;
  declare subjectKind: string | null;
  declare subjectId: string | null;
  declare idempotencyKey: string | null;
  declare makerId: string;
  declare makerName: string;
  declare makerStepUpKind: StepUpEvidence['kind'];
  declare makerStepUp: StepUpEvidence;
  declare requiredApprovals: number;
  declare approverRole: ApproverRole;
  declare stepUpRequired: boolean;
  declare notBefore: Date | null;
  declare expiresAt: Date;
  declare createdAt: Date;
  declare appliedAt: Date | null;
  declare closedAt: Date | null;
  declare closedById: string | null;
  declare closedByName: string | null;
  declare closedNote: string | null;
  declare resultKind: string | null;
  declare resultId: string | null;
  declare error: string | null;
  declare approvals?: ChangeRequestApproval[];

  static override relationMappings = (): RelationMappings => ({
    approvals: {
      relation: Model.HasManyRelation,
      modelClass: ChangeRequestApproval,
      join: { from: 'change_requests.id', to: 'change_request_approvals.change_request_id' },
      modify: (query) => void query.orderBy('createdAt'),
    },
  });
}

/** One person's approval, bound to the payload hash, with the evidence of their second factor. */
export class ChangeRequestApproval extends BaseModel {
  static override tableName = 'change_request_approvals';
  static override jsonAttributes = ['stepUp'];
  static override originKind: OriginKind = 'change_approval';
  declare id: string;
  declare changeRequestId: string;
  declare staffId: string;
  declare staffName: string;
  declare note: string | null;
  declare payloadHash: string;
  declare stepUpKind: StepUpEvidence['kind'];
  /** Null: of kind `none`. */
  declare stepUp: StepUpEvidence | null;
  declare createdAt: Date;
}
