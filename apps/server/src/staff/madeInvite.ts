import type { StaffInvite } from '../models/StaffInvite.ts';

/** A link that was just made: the only time that its word can be told. */
export interface MadeInvite {
  invite: StaffInvite;
  token: string;
}
