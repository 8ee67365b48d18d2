import { describe, expect, it } from 'vitest';
import { signIpn } from './signIpn.ts';
import vectors from './signIpn.vectors.json' with { type: 'json' };

const SECRET = 'test_ipn_secret_0123456789';

describe('an IPN signature', () => {
  it.each(vectors)('of $name matches the test vector', ({ body, secret, signature }) => {
    expect(signIpn(JSON.stringify(body), secret)).toBe(signature);
  });

  it('does not depend on the order of keys or on space around the secret', () => {
    expect(signIpn('{"b":{"y":1,"x":2},"a":3}', ` ${SECRET}\n`)).toBe(
      signIpn('{"a":3,"b":{"x":2,"y":1}}', SECRET),
    );
  });

  it('is over numbers as JavaScript prints them, whatever digits the body has', () => {
    expect(signIpn('{"pay_amount":0.000000000000000001}', SECRET)).toBe(
      signIpn('{"pay_amount":1e-18}', SECRET),
    );
  });

  it('changes with the body and with the secret', () => {
    expect(signIpn('{"a":1}', SECRET)).not.toBe(signIpn('{"a":2}', SECRET));
    expect(signIpn('{"a":1}', SECRET)).not.toBe(signIpn('{"a":1}', 'another'));
  });
});
