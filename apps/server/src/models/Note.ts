import type { Actor } from '../base/actor.ts';
import { BaseModel } from './BaseModel.ts';

/** What someone wrote about a row, or the reason for an action on it. Exactly one of the four subjects is set. */
export class Note extends BaseModel {
  static override tableName = 'notes';
  declare id: string;
  declare paymentId: string | null;
  declare withdrawalRequestId: string | null;
  declare userId: string | null;
  declare suspenseItemId: string | null;
  /** The action that it explains, as in the audit log; `addNote`: it stands alone. */
  declare action: string;
  /** Null: removed when the user was anonymised. */
  declare text: string | null;
  declare authorKind: Actor['kind'];
  declare authorId: string | null;
  declare authorName: string | null;
  declare createdAt: Date;
  declare redactedAt: Date | null;
}
