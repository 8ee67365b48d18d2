/**
 * Forms of transaction hashes, section 9.1 of the provider facts. They have no checksum.
 */
export const transactionHashPatterns = {
  hex64: /^[0-9a-f]{64}$/i,
  prefixedHex64: /^0x[0-9a-f]{64}$/i,
  maybePrefixedHex64: /^(0x)?[0-9a-f]{64}$/i,
  solanaSignature: /^[1-9A-HJ-NP-Za-km-z]{64,88}$/,
  base58Of32Bytes: /^[1-9A-HJ-NP-Za-km-z]{32,44}$/,
  ton: /^([0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)$/i,
  algorand: /^[A-Z2-7]{52}$/,
  tezos: /^o[1-9A-HJ-NP-Za-km-z]{50}$/,
  hedera: /^0\.0\.\d{1,19}[@-]\d{9,12}[.-]\d{1,9}$/,
  filecoin: /^(bafy[a-z2-7]{50,70}|0x[0-9a-f]{64})$/i,
  polkadot: /^(0x[0-9a-f]{64}|\d{1,10}-\d{1,5})$/i,
  aptos: /^(0x[0-9a-f]{64}|\d{1,20})$/i,
  avalancheX: /^[1-9A-HJ-NP-Za-km-z]{45,52}$/,
  starknet: /^0x[0-9a-f]{1,64}$/i,
  /** For a network missing here: printable, no blanks, long enough to be a hash. */
  unknown: /^[0-9A-Za-z@:._+/=-]{8,200}$/,
} as const;
