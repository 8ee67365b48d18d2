import { canonicalText } from '../base/canonicalText.ts';
import { sha256Hex } from '../base/identifiers.ts';

/** What the hash of a seal covers. */
export interface SealContent {
  seq: number;
  prevHash: string;
  merkleRoot: string;
  leaves: number;
  totalRows: number;
  /** USD, two decimal places. */
  totalBalanceUsd: string;
  sealedAt: Date;
}

/** The end of the chain of seals: kept outside of the database, it shows whether anything before it changed. */
export interface SealHead extends SealContent {
  hash: string;
  signature: string;
  keyId: string;
}

export function sealHash(seal: SealContent): string {
  return sha256Hex(
    canonicalText([
      'paydesk seal',
      String(seal.seq),
      seal.prevHash,
      seal.merkleRoot,
      String(seal.leaves),
      String(seal.totalRows),
      seal.totalBalanceUsd,
      seal.sealedAt.toISOString(),
    ]),
  );
}
