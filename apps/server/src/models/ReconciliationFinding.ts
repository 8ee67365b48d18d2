import { BaseModel } from './BaseModel.ts';

/** A difference between the provider's list and the ledger, explained or not. Permanent. */
export class ReconciliationFinding extends BaseModel {
  static override tableName = 'reconciliation_findings';
  declare id: string;
  declare reconciliationId: string;
  declare kind: string;
  declare isExplained: boolean;
  declare providerPaymentId: string;
  declare paymentId: string | null;
  declare providerAmount: string | null;
  declare booksAmount: string | null;
  declare detail: string;
  declare createdAt: Date;
}
