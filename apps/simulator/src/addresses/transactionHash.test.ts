import { describe, expect, it } from 'vitest';
import { NETWORKS } from '../coins/networks.ts';
import { transactionHash } from './transactionHash.ts';

/**
 * Shapes as real transactions of these chains have them, from section 9.1 of the provider facts and from the
 * chains' documents.
 */
const shapes: Record<string, RegExp> = {
  xtz: /^o[1-9A-HJ-NP-Za-km-z]{50}$/,
  fil: /^bafy2bzace[a-z2-7]{52}$/,
  xchain: /^[1-9A-HJ-NP-Za-km-z]{47,50}$/,
  sol: /^[1-9A-HJ-NP-Za-km-z]{86,88}$/,
  near: /^[1-9A-HJ-NP-Za-km-z]{42,44}$/,
  sui: /^[1-9A-HJ-NP-Za-km-z]{42,44}$/,
  algo: /^[A-Z2-7]{52}$/,
  hbar: /^0\.0\.\d+@\d{10}\.\d{9}$/,
  eth: /^0x[0-9a-f]{64}$/,
  btc: /^[0-9a-f]{64}$/,
  xrp: /^[0-9A-F]{64}$/,
};

describe('a transaction hash', () => {
  it.each(Object.entries(shapes))('of %s looks like one of that chain', (network, shape) => {
    for (let seed = 0; seed < 100; seed += 1)
      expect(transactionHash(NETWORKS[network as keyof typeof NETWORKS].hash, `sim:${seed}`)).toMatch(shape);
  });
});
