type Values = Record<string, unknown>;

/**
 * Takes empty inputs out of a form's values and adds the form's own idempotency key, so that a repeated send
 * is one request.
 */
export const withKey =
  (idempotencyKey: string) =>
  (values: Values): Values => ({ ...withoutEmpty(values), idempotencyKey });

/** A form's values without those left empty. */
export const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
