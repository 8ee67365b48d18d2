import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyIpn, verifyPayoutIpn } from './verifyIpn.ts';

const secret = 'test_ipn_secret_0123456789';

// Vectors of section 7.4 of the provider facts.
const v1 = {
  body: '{"actually_paid":0,"actually_paid_at_fiat":0,"fee":{"currency":"usdtbsc","depositFee":0,"serviceFee":0,"withdrawalFee":0},"invoice_id":4978049764,"order_description":null,"order_id":"181563","outcome_amount":46.5258178,"outcome_currency":"usdtbsc","parent_payment_id":null,"pay_address":"35AW2C7VeU6z6dxG1rrWEDR3qHBarkHGYw","pay_amount":0.00096324,"pay_currency":"btc","payin_extra_id":null,"payment_extra_ids":null,"payment_id":5613681154,"payment_status":"finished","price_amount":50,"price_currency":"usd","purchase_id":"4621639450","updated_at":1708011564521}',
  signature:
    '55682815fde64376f5cbf206ad2f849248509a3fbaf2be40b557884f49e25f234cd217c599582c85e9443cd6eecf953cbd705b43917b32e5ab2d82fbbfb4c10a',
};
const v2 = {
  body: '{"payment_id":123456789,"parent_payment_id":987654321,"invoice_id":4522625843,"payment_status":"finished","pay_address":"address","payin_extra_id":null,"price_amount":12.5,"price_currency":"usd","pay_amount":15,"actually_paid":15,"actually_paid_at_fiat":0,"pay_currency":"trx","order_id":null,"order_description":null,"purchase_id":"123456789","outcome_amount":14.8106,"outcome_currency":"trx","payment_extra_ids":null,"fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0,"serviceFee":0}}',
  signature:
    '0286209387288f3be53062afa247f4962d3d58388de1ba512f21aeb1b06b68b5af958d8ae47aa191a827e53d19b2ef04c8ee4a527517060b6f7cf07e821b9892',
};
const va = {
  body: '{"actually_paid":0,"actually_paid_at_fiat":0,"fee":{"currency":"usdttrc20","depositFee":0,"serviceFee":0,"withdrawalFee":0},"invoice_id":null,"order_description":null,"order_id":"RGDBP-21314","outcome_amount":9.5,"outcome_currency":"usdttrc20","parent_payment_id":null,"pay_address":"TNDFkiSmBQorNFacb3735q8MnT29sn8BLn","pay_amount":9.957785,"pay_currency":"usdttrc20","payin_extra_id":null,"payment_extra_ids":null,"payment_id":5077125051,"payment_status":"waiting","price_amount":10,"price_currency":"usd","purchase_id":"5395052836","updated_at":1719211088600}',
  signature:
    '7c9dc7d3e4c3d51302e324ee1a92db9f01a44745cf8c09da976b762d7d1f489716dee4f819465967b306790806844499a17d475d572ba506a5fa422ed170f779',
};
const vb = {
  body: '{"fee":{"currency":"sol","depositFee":0.000644,"serviceFee":0.000071,"withdrawalFee":0},"order_description":"A/B — \\"x\\"","pay_amount":0.01474431,"payment_extra_ids":[5513339153,20],"payment_id":5077125051,"payment_status":"finished","price_amount":3}',
  signature:
    'a358991181f5ffbe616d593ee4e05a1c09f27804bb70ccb1bcff62e182756088ecfac9e637c4555611eb15c45ba709871948c070ee64969465c3bd6ab1e6b923',
};
const payout = {
  body: '{"id":"123456789","batch_withdrawal_id":"987654321","status":"CREATING","error":null,"currency":"usdttrc20","amount":"50","address":"address","fee":null,"extra_id":null,"hash":null,"ipn_callback_url":"callback_url","created_at":"2023-07-27T15:29:40.803Z","requested_at":null,"updated_at":null}',
  signature:
    'e03c766b00bf608005164112aa84f840642c955fc882aac86427a3a3f94443cf1a0190d0cc1750298292ece527ee1cb0d0a6f98717eae03765c760a56c5f3e27',
};

const sign = (text: string, key = secret): string => createHmac('sha512', key).update(text).digest('hex');

describe('the published vectors', () => {
  test.each([
    ['V1', v1, secret, '5613681154', 'finished'],
    ['V2', v2, 'ipn_secret_do_not_log', '123456789', 'finished'],
    ['VA', va, secret, '5077125051', 'waiting'],
    ['VB', vb, secret, '5077125051', 'finished'],
  ])('%s verifies and says its payment', (_name, vector, key, providerPaymentId, rawStatus) => {
    const verdict = verifyIpn({ rawBody: vector.body, signature: vector.signature, secret: key });
    expect(verdict).toMatchObject({ ok: true, report: { providerPaymentId, rawStatus } });
  });

  test('VP, a payout, is genuine and still not a payment', () => {
    expect(verifyIpn({ rawBody: payout.body, signature: payout.signature, secret })).toEqual({
      ok: false,
      reason: 'NOT_A_PAYMENT',
    });
  });

  test('any order of keys and any blanks verify', () => {
    const shuffled = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(v1.body)).reverse()),
      null,
      2,
    );
    expect(verifyIpn({ rawBody: shuffled, signature: v1.signature, secret })).toMatchObject({ ok: true });
  });
});

describe('what the report says', () => {
  test('amounts are the text of the body, times come from epoch milliseconds, ids are strings', () => {
    const verdict = verifyIpn({
      rawBody: Buffer.from(v2.body),
      signature: v2.signature,
      secret: 'ipn_secret_do_not_log',
    });
    if (!verdict.ok) throw new Error(verdict.reason);
    expect(verdict.report).toMatchObject({
      parentPaymentId: '987654321',
      orderId: null,
      payCurrency: 'trx',
      payAmount: '15',
      actuallyPaid: '15',
      outcomeAmount: '14.8106',
      payinHash: null,
      updatedAt: null,
      childPaymentIds: [],
    });
    expect(verdict.report.raw).toMatchObject({ fee: { depositFee: '0.09853637216235617' } });
    const first = verifyIpn({ rawBody: v1.body, signature: v1.signature, secret });
    expect(first.ok && first.report.updatedAt?.toISOString()).toBe('2024-02-15T15:39:24.521Z');
  });

  test('children are read from a list', () => {
    const verdict = verifyIpn({ rawBody: vb.body, signature: vb.signature, secret });
    expect(verdict.ok && verdict.report.childPaymentIds).toEqual(['5513339153', '20']);
  });

  test('an amount below a millionth comes out without an exponent', () => {
    const body = '{"actually_paid":1e-7,"payment_id":1,"payment_status":"finished"}';
    const verdict = verifyIpn({ rawBody: body, signature: sign(body), secret });
    expect(verdict.ok && verdict.report.actuallyPaid).toBe('0.0000001');
  });

  test('an amount with more digits than a double keeps all of them, as GET does', () => {
    const sent = '{"actually_paid":9.123456789012345678,"payment_id":1,"payment_status":"finished"}';
    const signed = '{"actually_paid":9.123456789012346,"payment_id":1,"payment_status":"finished"}';
    const verdict = verifyIpn({ rawBody: sent, signature: sign(signed), secret });
    expect(verdict.ok && verdict.report.actuallyPaid).toBe('9.123456789012345678');
  });

  test('an infinite number in place of a signed null is refused', () => {
    const signed = '{"actually_paid":null,"payment_id":1,"payment_status":"finished"}';
    expect(verifyIpn({ rawBody: signed.replace('null', '1e999'), signature: sign(signed), secret })).toEqual({
      ok: false,
      reason: 'BAD_JSON',
    });
  });

  test('of two members with the same name the signed one counts', () => {
    const sent = '{"actually_paid":1,"actually_paid":2,"payment_id":1,"payment_status":"finished"}';
    const signed = '{"actually_paid":2,"payment_id":1,"payment_status":"finished"}';
    const verdict = verifyIpn({ rawBody: sent, signature: sign(signed), secret });
    expect(verdict.ok && verdict.report.actuallyPaid).toBe('2');
  });
});

describe('other forms of the same signature', () => {
  const body =
    '{"payment_status":"finished","payment_id":7,"payment_extra_ids":[10,9],"order_description":"Café — ü"}';
  test.each([
    [
      'arrays kept',
      '{"order_description":"Café — ü","payment_extra_ids":[10,9],"payment_id":7,"payment_status":"finished"}',
    ],
    [
      'arrays as objects',
      '{"order_description":"Café — ü","payment_extra_ids":{"0":10,"1":9},"payment_id":7,"payment_status":"finished"}',
    ],
    [
      'escaped letters',
      '{"order_description":"Caf\\u00e9 \\u2014 \\u00fc","payment_extra_ids":[10,9],"payment_id":7,"payment_status":"finished"}',
    ],
    [
      'escaped letters, arrays as objects',
      '{"order_description":"Caf\\u00e9 \\u2014 \\u00fc","payment_extra_ids":{"0":10,"1":9},"payment_id":7,"payment_status":"finished"}',
    ],
    ['the body as it came', body],
  ])('%s', (_name, signed) => {
    expect(verifyIpn({ rawBody: body, signature: sign(signed), secret })).toMatchObject({
      ok: true,
      report: { childPaymentIds: ['10', '9'] },
    });
  });

  test('sorted keys with the number tokens as written, and the report keeps every digit', () => {
    const sent = '{"payment_status":"finished","payment_id":7,"actually_paid":1.123456789012345678}';
    const signed = '{"actually_paid":1.123456789012345678,"payment_id":7,"payment_status":"finished"}';
    const verdict = verifyIpn({ rawBody: sent, signature: sign(signed), secret });
    expect(verdict.ok && verdict.report.actuallyPaid).toBe('1.123456789012345678');
  });

  test('upper-case hex, blanks around it and a newline after the secret', () => {
    expect(
      verifyIpn({ rawBody: v1.body, signature: `  ${v1.signature.toUpperCase()} `, secret: `${secret}\n` }),
    ).toMatchObject({ ok: true });
  });
});

describe('while the secret is replaced', () => {
  const rotated = { secret: 'the new one', previousSecret: secret };

  test('both secrets verify, and it is known which one has signed', () => {
    const given = { rawBody: v1.body, ...rotated };
    expect(verifyIpn({ ...given, signature: v1.signature })).toMatchObject({ ok: true, isPrevious: true });
    const signedNow = sign(v1.body, 'the new one');
    expect(verifyIpn({ ...given, signature: signedNow })).toMatchObject({ ok: true, isPrevious: false });
    expect(verifyPayoutIpn({ rawBody: payout.body, signature: payout.signature, ...rotated })).toMatchObject({
      ok: true,
      isPrevious: true,
    });
  });

  test.each([null, undefined, '', ' '])(
    'without a previous one (%j) the old signature is refused',
    (none) => {
      const given = { rawBody: v1.body, secret: 'the new one', previousSecret: none ?? null };
      for (const signature of [v1.signature, sign(v1.body, ''), sign(v1.body, ' ')])
        expect(verifyIpn({ ...given, signature })).toEqual({ ok: false, reason: 'BAD_SIGNATURE' });
    },
  );
});

describe('forgeries', () => {
  test.each([undefined, '', '   '])('no signature (%s)', (signature) => {
    expect(verifyIpn({ rawBody: v1.body, signature, secret })).toEqual({
      ok: false,
      reason: 'MISSING_SIGNATURE',
    });
  });

  test.each([
    ['another secret', sign(v1.body, 'other')],
    ['a flipped digit', v1.signature.replace(/^5/, '6')],
    ['too short', v1.signature.slice(2)],
    ['too long', `${v1.signature}00`],
    ['no hex', 'z'.repeat(128)],
    ['SHA-256', createHmac('sha256', secret).update(v1.body).digest('hex')],
  ])('%s', (_name, signature) => {
    expect(verifyIpn({ rawBody: v1.body, signature, secret })).toEqual({
      ok: false,
      reason: 'BAD_SIGNATURE',
    });
  });

  test('a changed amount', () => {
    expect(
      verifyIpn({
        rawBody: v1.body.replace('"actually_paid":0,', '"actually_paid":9,'),
        signature: v1.signature,
        secret,
      }),
    ).toEqual({ ok: false, reason: 'BAD_SIGNATURE' });
  });

  test('the replacer-array form, which leaves the fee unsigned', () => {
    const value: Record<string, unknown> = JSON.parse(v1.body);
    const text = JSON.stringify(value, Object.keys(value).sort());
    expect(verifyIpn({ rawBody: v1.body, signature: sign(text), secret })).toEqual({
      ok: false,
      reason: 'BAD_SIGNATURE',
    });
  });

  test.each(['', '  \n'])('an empty secret signs nothing', (empty) => {
    const signature = createHmac('sha512', '').update(v1.body).digest('hex');
    expect(verifyIpn({ rawBody: v1.body, signature, secret: empty })).toEqual({
      ok: false,
      reason: 'BAD_SIGNATURE',
    });
  });

  test.each(['', '{', 'payment_id=1', '[1,', `${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'a body that is no usable JSON',
    (rawBody) => {
      expect(verifyIpn({ rawBody, signature: v1.signature, secret })).toEqual({
        ok: false,
        reason: 'BAD_JSON',
      });
    },
  );

  test.each(['[]', 'null', '1', '"x"', '{}', '{"payment_id":1}', '{"payment_status":"finished"}'])(
    'genuine %s is not a payment',
    (rawBody) => {
      expect(verifyIpn({ rawBody, signature: sign(rawBody), secret })).toEqual({
        ok: false,
        reason: 'NOT_A_PAYMENT',
      });
    },
  );

  test('a __proto__ key is data', () => {
    const body = '{"__proto__":{"payment_status":"finished","payment_id":1}}';
    expect(verifyIpn({ rawBody: body, signature: sign(body), secret })).toEqual({
      ok: false,
      reason: 'NOT_A_PAYMENT',
    });
  });
});
