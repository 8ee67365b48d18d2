import { BaseModel } from './BaseModel.ts';

/** A passkey of a member of staff. Never deleted: what it has signed stays verifiable. */
export class StaffPasskey extends BaseModel {
  static override tableName = 'staff_passkeys';
  declare id: string;
  declare staffId: string;
  /** Base64url, as the authenticator named it. */
  declare credentialId: string;
  /** COSE_Key. */
  declare publicKey: Buffer;
  /** The host that it is good for. */
  declare rpId: string;
  /** A whole number, as text: signatures so far, by the authenticator's own count. */
  declare counter: string;
  declare transports: string[];
  declare deviceType: 'singleDevice' | 'multiDevice';
  declare backedUp: boolean;
  declare name: string;
  declare createdAt: Date;
  declare lastUsedAt: Date | null;
  declare removedAt: Date | null;
}
