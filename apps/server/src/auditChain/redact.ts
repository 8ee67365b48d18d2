/** Stands where a secret stood. */
export const REDACTED = '[redacted]';

/**
 * Parts of field names, without regard to case and separators, whose values are secrets wherever they stand.
 */
const SECRET_PARTS =
  /password|passphrase|secret|totp|backupcode|recoverycode|privatekey|apikey|bearer|authorization|cookie|credential|mnemonic|challenge|publickey/;
/** Whole names that mean a secret, except about a currency: there `token` and `code` are its names. */
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
/**
 * The desk's own keys, tokens and invitations, and what an authenticator app scans, in the midst of any text.
 */
const SECRET_TEXTS = /\b(?:pk|ut|in)_[A-Za-z0-9_-]{43}|otpauth:\/\/\S+/g;

/**
 * A copy without what looks like a secret, by its field's name or by its form. The second net: a verb passes
 * no secret in the first place. Truth values and nulls stay, whatever their name: that a password was changed
 * is no secret.
 */
export function redact(value: unknown, subjectKind: string): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((item) => redact(item, subjectKind));
  // Dates and amounts write themselves.
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecret(name, inner, subjectKind) ? REDACTED : redact(inner, subjectKind),
    ]),
  );
}

/** For notes and the like, which people write. */
export function redactText(text: string): string {
  return text.replaceAll(SECRET_TEXTS, REDACTED);
}

function isSecret(name: string, value: unknown, subjectKind: string): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return SECRET_PARTS.test(plain) || (subjectKind !== 'currency' && SECRET_NAMES.has(plain));
}
