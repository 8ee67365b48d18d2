import type { Knex } from 'knex';
import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A stop of all payouts; at most one is open. */
export class PayoutStop extends BaseModel {
  static override tableName = 'payout_stops';
  static override originKind: OriginKind = 'payout_stop';
  declare id: string;
  declare note: string;
  /** Null: the desk itself. */
  declare stoppedById: string | null;
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

  /** Who stopped them; null: the desk itself. */
  static stoppedBy({ stoppedById: id, stoppedByName: name }: PayoutStop) {
    return id === null ? null : { id, name };
  }

  static present(stop: PayoutStop | undefined) {
    return stop === undefined
      ? null
      : {
          stoppedAt: stop.stoppedAt.toISOString(),
          stoppedBy: PayoutStop.stoppedBy(stop),
          note: stop.note,
        };
  }
}
