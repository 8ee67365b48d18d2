import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureOf } from '../../src/webhooks/signingSecrets.ts';
import { blocksOf } from './codeBlocks.ts';
import { interpreters, runProgram } from './runProgram.ts';

const [python = ''] = blocksOf('py', 'webhooks');
const [php = ''] = blocksOf('php', 'webhooks');

/** Each prints the type of the event; the request is in the environment. */
const programs = {
  py: [
    '-c',
    `${python}\nimport os\nprint(verify_webhook(os.environ["BODY"].encode(), json.loads(os.environ["HEADERS"]), os.environ["SECRETS"].split(" "))["type"], end="")`,
  ],
  php: [
    '-r',
    `${php.replace(/^<\?php\n/, '')}\necho verifyWebhook(getenv('BODY'), json_decode(getenv('HEADERS'), true), explode(' ', getenv('SECRETS')))['type'];`,
  ],
};

const keys = [randomBytes(32), randomBytes(32)] as const;
const secrets = keys.map((key) => `whsec_${key.toString('base64')}`);
const now = () => Math.floor(Date.now() / 1000);

interface Request {
  body: string;
  headers: Record<string, string>;
}

/** A request as the desk signs it. */
function signed(signers: readonly Buffer[], seconds = now()): Request {
  const body = JSON.stringify({ id: 'e1', type: 'payment.credited', data: { description: 'Zoë’s 25 €' } });
  const timestamp = String(seconds);
  const signatures = signers.map((key) => `v1,${signatureOf(key, { id: 'e1', timestamp, body })}`);
  return {
    body,
    headers: {
      'webhook-id': 'e1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}

const languages = (['py', 'php'] as const).map((language) => ({ language }));

test.for(languages)(
  '$language: what the desk signs is accepted, what was changed is not',
  async ({ language }, context) => {
    const command = interpreters[language];
    if (command === null) return context.skip(`this machine has no ${language}`);
    const verify = async ({ body, headers }: Request, known = secrets) =>
      await runProgram(command, programs[language], {
        BODY: body,
        HEADERS: JSON.stringify(headers),
        SECRETS: known.join(' '),
      }).catch(({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr);
    const [first, second] = keys;
    const request = signed([first]);
    const mismatch: unknown = expect.stringMatching(/(Error|Exception): no signature fits/);
    expect(await verify(request)).toBe('payment.credited');
    // During a rotation: two signatures, and a receiver that knows one secret; two secrets, and one signature.
    expect(await verify(signed([first, second]), [secrets[1] ?? ''])).toBe('payment.credited');
    expect(await verify(signed([second]))).toBe('payment.credited');
    expect(await verify(request, [secrets[1] ?? ''])).toEqual(mismatch);
    expect(await verify({ ...request, body: `${request.body} ` })).toEqual(mismatch);
    expect(await verify(signed([first], now() - 301))).toMatch(/(Error|Exception): too old/);
  },
);
