import type { PaymentStatus, SuspenseStatus } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';

/** The data of the checkout page. USD amounts have two places, crypto amounts are in the currency's units. */
export interface CheckoutFacts {
  checkoutToken: string;
  paymentId: string;
  internalPaymentId: string;
  parentPaymentId: string | null;
  providerPaymentId: string | null;
  status: PaymentStatus;
  amountUsd: string;
  payAmount: string | null;
  payAddress: string | null;
  payinExtraId: string | null;
  actualAmount: string | null;
  creditedAmountUsd: string;
  transactionHash: string | null;
  confirmationsCount: number;
  expiresAt: Date | null;
  nextCheckAt: Date | null;
  token: string;
  network: string;
  contractAddress: string | null;
  extraIdName: string | null;
  decimalPlaces: number;
  chainDecimals: number | null;
  minAmountUsd: string;
  providerMinAmountUsd: string | null;
  /** Credited to the same user for further deposits to this address. */
  childrenCreditedUsd: string;
  review: { amount: string; coin: string; currencyCode: string; status: SuspenseStatus; isChild: boolean }[];
  currencyCode: string;
}

/** The length of `newLinkToken`, in base64url; anything else is no token of the desk and is not looked up. */
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

export const isCheckoutToken = (text: string): boolean => TOKEN.test(text);

/** The payments of some links, in one query; unknown tokens are left out. */
export async function findCheckouts(ctx: AppContext, tokens: readonly string[]): Promise<CheckoutFacts[]> {
  const { rows } = await ctx.knex.raw<{ rows: CheckoutFacts[] }>(query, [tokens.filter(isCheckoutToken)]);
  return rows;
}

/** The payment of one link, or null. */
export async function findCheckout(ctx: AppContext, token: string): Promise<CheckoutFacts | null> {
  return isCheckoutToken(token) ? ((await findCheckouts(ctx, [token]))[0] ?? null) : null;
}

const query = /* sql */ `
select
  p.checkout_token "checkoutToken", p.id "paymentId", p.internal_payment_id "internalPaymentId",
  p.parent_payment_id "parentPaymentId", p.provider_payment_id "providerPaymentId", p.status,
  p.amount_usd "amountUsd", p.pay_amount "payAmount", p.pay_address "payAddress", p.payin_extra_id "payinExtraId",
  p.actual_amount "actualAmount", p.credited_amount_usd "creditedAmountUsd", p.transaction_hash "transactionHash",
  p.confirmations_count "confirmationsCount", p.expires_at "expiresAt", p.next_check_at "nextCheckAt",
  p.currency_code "currencyCode", c.token, c.network, c.contract_address "contractAddress",
  c.extra_id_name "extraIdName", c.decimal_places "decimalPlaces", c.chain_decimals "chainDecimals",
  c.min_amount_usd "minAmountUsd", c.provider_min_amount_usd "providerMinAmountUsd",
  (select coalesce(sum(child.credited_amount_usd), 0)::text
   from payments child where child.parent_payment_id = p.id) "childrenCreditedUsd",
  (select coalesce(json_agg(json_build_object(
      'amount', s.amount::text, 'coin', coalesce(sc.token, s.currency_code), 'currencyCode', s.currency_code,
      'status', s.status, 'isChild', s.payment_id <> p.id) order by s.created_at, s.id), '[]')
   from payments owner
   join suspense_items s on s.payment_id = owner.id
   left join currencies sc on sc.code = s.currency_code
   where owner.id = p.id or owner.parent_payment_id = p.id) review
from payments p join currencies c on c.code = p.currency_code
where p.checkout_token = any(?)`;
