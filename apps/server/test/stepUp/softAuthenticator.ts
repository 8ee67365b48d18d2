import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { passkeyAddInput, StepUpProof } from '@paydesk/types';
import type { z } from 'zod';

type PasskeyProof = Extract<StepUpProof, { kind: 'passkey' }>;

/** What no correct authenticator and browser would do. */
export interface Defects {
  /** A page that is not the desk's. */
  origin?: string;
  rpId?: string;
  /** Without PIN, fingerprint or face. */
  userVerified?: boolean;
  userPresent?: boolean;
  counter?: number;
  type?: string;
  crossOrigin?: boolean;
  /** Signs with this key instead of its own. */
  key?: KeyObject;
}

const FLAGS = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 };

/**
 * A security key in software: P-256, counting its signatures, attestation `none`. Answers as
 * `navigator.credentials` does.
 */
export class SoftAuthenticator {
  readonly credentialId = randomBytes(32);
  readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly rpId: string;
  readonly origin: string;
  counter: number;
  private readonly counts: boolean;

  /** `counts: false`: like a passkey that is synchronised between devices, whose counter is always 0. */
  constructor(publicUrl: string, { counts = true }: { counts?: boolean } = {}) {
    ({ hostname: this.rpId, origin: this.origin } = new URL(publicUrl));
    this.counter = 0;
    this.counts = counts;
  }

  get id(): string {
    return this.credentialId.toString('base64url');
  }

  /** A new passkey. `challenge` in base64url, as in the options. */
  create(
    challenge: string,
    defects: Defects & { attestation?: Map<string, unknown>; format?: string } = {},
  ): z.input<typeof passkeyAddInput>['answer'] {
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.credentialId.length]),
      this.credentialId,
      this.publicKey(),
    ]);
    const authData = new Uint8Array(
      Buffer.concat([this.authenticatorData(FLAGS.attested, defects), attested]),
    );
    const attestation = new Map<string, unknown>([
      ['fmt', defects.format ?? 'none'],
      ['attStmt', defects.attestation ?? new Map()],
      ['authData', authData],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.clientData('webauthn.create', challenge, defects).toString('base64url'),
        attestationObject: Buffer.from(
          isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]),
        ).toString('base64url'),
        transports: ['usb'],
      },
    };
  }

  /**
   * A new passkey with its maker's certificate, all of it in order: what old security keys say unless they
   * are asked not to.
   */
  createWithCertificate(challenge: string): z.input<typeof passkeyAddInput>['answer'] {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const clientDataHash = createHash('sha256')
      .update(this.clientData('webauthn.create', challenge, {}))
      .digest();
    const rpIdHash = createHash('sha256').update(this.rpId).digest();
    const maker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signature = sign(
      'sha256',
      Buffer.concat([Buffer.from([0]), rpIdHash, clientDataHash, this.credentialId, point]),
      maker.privateKey,
    );
    const attestation = new Map<string, unknown>([
      ['sig', new Uint8Array(signature)],
      ['x5c', [new Uint8Array(selfSigned(maker))]],
    ]);
    return this.create(challenge, { format: 'fido-u2f', attestation });
  }

  /** Signs an action. `challenge` in hex, as made by challenges.ts. */
  sign(challenge: string, defects: Defects = {}): PasskeyProof {
    if (this.counts) this.counter += 1;
    const authenticatorData = this.authenticatorData(0, defects);
    const clientDataJSON = this.clientData(
      'webauthn.get',
      Buffer.from(challenge, 'hex').toString('base64url'),
      defects,
    );
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientDataJSON).digest()]);
    const signature = sign('sha256', signed, defects.key ?? this.keys.privateKey);
    return {
      kind: 'passkey',
      answer: {
        id: this.id,
        rawId: this.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: authenticatorData.toString('base64url'),
          clientDataJSON: clientDataJSON.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      },
    };
  }

  private authenticatorData(
    flags: number,
    { rpId = this.rpId, userPresent = true, userVerified = true, counter = this.counter }: Defects,
  ): Buffer {
    const head = Buffer.alloc(37);
    createHash('sha256').update(rpId).digest().copy(head);
    head.writeUInt8(
      flags | (userPresent ? FLAGS.userPresent : 0) | (userVerified ? FLAGS.userVerified : 0),
      32,
    );
    head.writeUInt32BE(counter, 33);
    return head;
  }

  private clientData(type: string, challenge: string, defects: Defects): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: defects.type ?? type,
        challenge,
        origin: defects.origin ?? this.origin,
        crossOrigin: defects.crossOrigin ?? false,
      }),
    );
  }

  /** COSE_Key: an elliptic key of two coordinates, for ES256 on P-256. */
  private publicKey(): Uint8Array {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const coordinate = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
    return isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, coordinate(x)],
        [-3, coordinate(y)],
      ]),
    );
  }
}

/** A minimal X.509 certificate. */
function selfSigned({ publicKey, privateKey }: KeyPairKeyObjectResult): Buffer {
  const der = (tag: number, ...content: Buffer[]) => {
    const body = Buffer.concat(content);
    const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const name = der(
    0x30,
    der(0x31, der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('maker')))),
  );
  const validity = der(
    0x30,
    der(0x17, Buffer.from('200101000000Z')),
    der(0x17, Buffer.from('490101000000Z')),
  );
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    spki,
  );
  return der(
    0x30,
    content,
    ecdsaWithSha256,
    der(0x03, Buffer.from([0]), sign('sha256', content, privateKey)),
  );
}
