import { describe, expect, it } from 'vitest';
import { signIpn } from './signIpn.ts';

const SECRET = 'test_ipn_secret_0123456789';
const REAL =
  '{"actually_paid":0,"actually_paid_at_fiat":0,"fee":{"currency":"usdtbsc","depositFee":0,"serviceFee":0,"withdrawalFee":0},"invoice_id":4978049764,"order_description":null,"order_id":"181563","outcome_amount":46.5258178,"outcome_currency":"usdtbsc","parent_payment_id":null,"pay_address":"35AW2C7VeU6z6dxG1rrWEDR3qHBarkHGYw","pay_amount":0.00096324,"pay_currency":"btc","payin_extra_id":null,"payment_extra_ids":null,"payment_id":5613681154,"payment_status":"finished","price_amount":50,"price_currency":"usd","purchase_id":"4621639450","updated_at":1708011564521}';
const WAITING =
  '{"actually_paid":0,"actually_paid_at_fiat":0,"fee":{"currency":"usdttrc20","depositFee":0,"serviceFee":0,"withdrawalFee":0},"invoice_id":null,"order_description":null,"order_id":"RGDBP-21314","outcome_amount":9.5,"outcome_currency":"usdttrc20","parent_payment_id":null,"pay_address":"TNDFkiSmBQorNFacb3735q8MnT29sn8BLn","pay_amount":9.957785,"pay_currency":"usdttrc20","payin_extra_id":null,"payment_extra_ids":null,"payment_id":5077125051,"payment_status":"waiting","price_amount":10,"price_currency":"usd","purchase_id":"5395052836","updated_at":1719211088600}';
const UNICODE =
  '{"fee":{"currency":"sol","depositFee":0.000644,"serviceFee":0.000071,"withdrawalFee":0},"order_description":"A/B — \\"x\\"","pay_amount":0.01474431,"payment_extra_ids":[5513339153,20],"payment_id":5077125051,"payment_status":"finished","price_amount":3}';
const DOCUMENTED =
  '{"payment_id":123456789,"parent_payment_id":987654321,"invoice_id":4522625843,"payment_status":"finished","pay_address":"address","payin_extra_id":null,"price_amount":12.5,"price_currency":"usd","pay_amount":15,"actually_paid":15,"actually_paid_at_fiat":0,"pay_currency":"trx","order_id":null,"order_description":null,"purchase_id":"123456789","outcome_amount":14.8106,"outcome_currency":"trx","payment_extra_ids":null,"fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0,"serviceFee":0}}';
const PAYOUT =
  '{"id":"123456789","batch_withdrawal_id":"987654321","status":"CREATING","error":null,"currency":"usdttrc20","amount":"50","address":"address","fee":null,"extra_id":null,"hash":null,"ipn_callback_url":"callback_url","created_at":"2023-07-27T15:29:40.803Z","requested_at":null,"updated_at":null}';

describe('an IPN signature', () => {
  it.each([
    [
      'a real webhook of 2024',
      REAL,
      SECRET,
      '55682815fde64376f5cbf206ad2f849248509a3fbaf2be40b557884f49e25f234cd217c599582c85e9443cd6eecf953cbd705b43917b32e5ab2d82fbbfb4c10a',
    ],
    [
      'the documented sample, unsorted and with a long fraction',
      DOCUMENTED,
      'ipn_secret_do_not_log',
      '0286209387288f3be53062afa247f4962d3d58388de1ba512f21aeb1b06b68b5af958d8ae47aa191a827e53d19b2ef04c8ee4a527517060b6f7cf07e821b9892',
    ],
    [
      'a waiting payment',
      WAITING,
      SECRET,
      '7c9dc7d3e4c3d51302e324ee1a92db9f01a44745cf8c09da976b762d7d1f489716dee4f819465967b306790806844499a17d475d572ba506a5fa422ed170f779',
    ],
    [
      'unicode, quotes, slashes, small numbers and an array',
      UNICODE,
      SECRET,
      'a358991181f5ffbe616d593ee4e05a1c09f27804bb70ccb1bcff62e182756088ecfac9e637c4555611eb15c45ba709871948c070ee64969465c3bd6ab1e6b923',
    ],
    [
      'a payout',
      PAYOUT,
      SECRET,
      'e03c766b00bf608005164112aa84f840642c955fc882aac86427a3a3f94443cf1a0190d0cc1750298292ece527ee1cb0d0a6f98717eae03765c760a56c5f3e27',
    ],
  ])('of %s matches the test vector', (_name, body, secret, signature) => {
    expect(signIpn(body, secret)).toBe(signature);
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
