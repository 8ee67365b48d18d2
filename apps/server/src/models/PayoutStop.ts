import type { Knex } from 'knex';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A stop of all payouts; at most one is open. */
export class PayoutStop extends BaseModel {
  static override tableName = 'payout_stops';
  static override originKind: OriginKind = 'payout_stop';
  declare id: string;
  declare note: string;
  declare stoppedById: string;
  declare stoppedByName: string;
  declare stoppedAt: Date;
  declare resumedAt: Date | null;
  declare resumedById: string | null;
  declare resumedNote: string | null;

  static async findOpen(db: Knex): Promise<PayoutStop | undefined> {
    return await PayoutStop.query(db).whereNull('resumedAt').first();
  }

  /** The stop that ended last; undefined: there was none. */
  static async findLastEnded(db: Knex): Promise<PayoutStop | undefined> {
    return await PayoutStop.query(db).whereNotNull('resumedAt').orderBy('resumedAt', 'desc').first();
  }

  static present(stop: PayoutStop | undefined) {
    return stop === undefined
      ? null
      : {
          stoppedAt: stop.stoppedAt.toISOString(),
          stoppedBy: { id: stop.stoppedById, name: stop.stoppedByName },
          note: stop.note,
        };
  }
}
