import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** Signs seals. It is computed from a secret that is never in the database. */
export interface SealKey {
  id: string;
  /** Base64; what `SEAL_PUBLIC_KEYS` names after the secret was changed. */
  publicKey: string;
  sign(hash: string): string;
}

/** The beginning of an Ed25519 private key in PKCS #8, and of a public key in SPKI (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export function sealKeyOf(secret: string): SealKey {
  const seed = createHmac('sha256', secret).update('paydesk seal key').digest();
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_PREFIX.length)
    .toString('base64');
  return {
    id: idOf(publicKey),
    publicKey,
    sign: (hash) => sign(null, Buffer.from(hash, 'hex'), key).toString('base64'),
  };
}

/** Checks signatures of the given public keys (base64), and of no others. */
export function sealVerifier(
  publicKeys: readonly string[],
): (seal: { keyId: string; hash: string; signature: string }) => boolean {
  const keys = new Map<string, KeyObject>(
    publicKeys.map((publicKey) => [
      idOf(publicKey),
      createPublicKey({
        key: Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, 'base64')]),
        format: 'der',
        type: 'spki',
      }),
    ]),
  );
  return ({ keyId, hash, signature }) => {
    const key = keys.get(keyId);
    return key !== undefined && verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64'));
  };
}

const idOf = (publicKey: string) => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
