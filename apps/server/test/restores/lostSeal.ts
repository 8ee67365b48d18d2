import type { SealHead } from '../../src/seals/seal.ts';

/** A seal that was exported, and is gone with a restore. */
export const lostSeal = (seq: number, sealedAt = new Date()): SealHead => ({
  seq,
  hash: crypto.randomUUID().replaceAll('-', '').repeat(2),
  prevHash: '',
  merkleRoot: '',
  leaves: 1,
  totalRows: 1,
  totalBalanceUsd: '0.00',
  sealedAt,
  signature: '',
  keyId: '',
});
