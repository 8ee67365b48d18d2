/** Replaces a secret. */
export const REDACTED = '[redacted]';

/** Parts of field names, ignoring case and separators, whose values are secrets in every entry. */
const SECRET_PARTS = [
  'password',
  'passphrase',
  'secret',
  'totp',
  'backupcode',
  'recoverycode',
  'privatekey',
  'publickey',
  'apikey',
  'bearer',
  'authorization',
  'cookie',
  'credential',
  'mnemonic',
  'challenge',
];
/** Whole field names that mean a secret, except for currencies, which have a `token` and a `code`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'token',
  'key',
  'code',
  'codes',
  'otp',
  'pin',
  'proof',
  'signature',
  'answer',
  'stepup',
  'link',
  'hash',
  'tokenhash',
]);
/** API keys, user tokens, invite tokens, secrets of webhooks and `otpauth:` links, anywhere in a text. */
const SECRET_TEXTS = /\b(?:pk|ut|in)_[A-Za-z0-9_-]{43}|whsec_[A-Za-z0-9+/=]+|otpauth:\/\/\S+/g;

/**
 * A copy without values that look like secrets, by field name or by format. A second line of defence: commands
 * pass no secrets to the audit log. Booleans and nulls are kept under any name: that a password was changed is
 * not a secret.
 */
export function redact(value: unknown, subjectKind: string): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((item) => redact(item, subjectKind));
  // Dates and amounts have a JSON form of their own.
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecret(name, inner, subjectKind) ? REDACTED : redact(inner, subjectKind),
    ]),
  );
}

/** For notes and other free text. */
export function redactText(text: string): string {
  return text.replaceAll(SECRET_TEXTS, REDACTED);
}

function isSecret(name: string, value: unknown, subjectKind: string): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return (
    SECRET_PARTS.some((part) => plain.includes(part)) ||
    (subjectKind !== 'currency' && SECRET_NAMES.has(plain))
  );
}
