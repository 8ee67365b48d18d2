import type { OriginKind } from '../origin/originFields.ts';
import { BaseModel } from './BaseModel.ts';

/** A passkey of a member of staff. Never deleted, so that its signatures can still be verified. */
export class StaffPasskey extends BaseModel {
  static override tableName = 'staff_passkeys';
  static override originKind: OriginKind = 'passkey';
  declare id: string;
  declare staffId: string;
  /** Base64url, chosen by the authenticator. */
  declare credentialId: string;
  /** COSE_Key. */
  declare publicKey: Buffer;
  /** The host for which it is valid. */
  declare rpId: string;
  /** The authenticator's signature counter: a whole number, as text. */
  declare counter: string;
  declare transports: string[];
  declare deviceType: 'singleDevice' | 'multiDevice';
  declare backedUp: boolean;
  declare name: string;
  declare createdAt: Date;
  declare lastUsedAt: Date | null;
  declare removedAt: Date | null;
}
