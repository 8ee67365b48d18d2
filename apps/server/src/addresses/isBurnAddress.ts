/** Well-known addresses that nobody holds a key of; what is sent there is gone. In the spelling the checks answer. */
const burnAddresses: ReadonlySet<string> = new Set([
  '0x000000000000000000000000000000000000dEaD',
  '1111111111111111111114oLvT2',
  '1BitcoinEaterAddressDontSendf59kuE',
  'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb',
  '11111111111111111111111111111111',
  'rrrrrrrrrrrrrrrrrrrrrhoLvTp',
  'rrrrrrrrrrrrrrrrrrrrBZbvji',
  'nano_1111111111111111111111111111111111111111111111111111hifc8npp',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
  'SP000000000000000000002Q6VF78',
]);

/** Whether money sent to a valid address is certainly lost: it is all zeros or a known burn address. */
export function isBurnAddress(normalized: string): boolean {
  return burnAddresses.has(normalized) || /^(0x|hx)?0{40,64}$/.test(normalized);
}
