import { BaseModel } from './BaseModel.ts';

/** One comparison of the provider's payment list with the ledger, page by page. */
export class Reconciliation extends BaseModel {
  static override tableName = 'reconciliations';
  declare id: string;
  declare status: 'running' | 'finished' | 'failed';
  declare dateFrom: Date;
  declare dateTo: Date;
  declare startedByKind: 'staff' | 'service' | 'user' | 'system';
  declare startedById: string | null;
  declare startedByName: string | null;
  declare nextPage: number;
  declare pagesTotal: number | null;
  declare seen: number;
  declare matched: number;
  declare explained: number;
  declare unexplained: number;
  declare failures: number;
  declare lastError: string | null;
  declare claimedUntil: Date;
  declare startedAt: Date;
  declare finishedAt: Date | null;
}
