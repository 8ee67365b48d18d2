import type { AnswerFault, Faults } from './faults.ts';
import { isNumberToken, numberToken } from '../json/exactJson.ts';
import { Decimal, plain } from '../money/decimal.ts';

type Body = Record<string, unknown>;

/** An address without an owner, valid on Ethereum's networks and on no other. */
const EVM_ADDRESS = '0x8ba1f109551bD432803012645Ac136ddd64DBA72';
const TRON_ADDRESS = 'TNDFkiSmBQorNFacb3735q8MnT29sn8BLn';

/** What each fault does to the body of a payment. A field that the body does not have stays away. */
const CHANGES: Partial<Record<AnswerFault, (body: Body) => Body>> = {
  // What arrived is counted in the units of the other coin.
  wrong_currency: ({ pay_currency: code, actually_paid: paid }) => ({
    pay_currency: code === 'trx' ? 'usdttrc20' : 'trx',
    actually_paid: times(paid, '1000'),
  }),
  wrong_price: ({ price_amount: price, pay_amount: asked }) => ({
    price_amount: times(price, '0.01'),
    pay_amount: times(asked, '0.01'),
  }),
  wrong_price_currency: () => ({ price_currency: 'eur' }),
  wrong_address: ({ pay_address: address }) => ({
    pay_address: String(address).startsWith('0x') ? TRON_ADDRESS : EVM_ADDRESS,
  }),
  wrong_order: () => ({ order_id: 'another-order' }),
  no_memo: () => ({ payin_extra_id: null }),
  no_amount: () => ({ pay_amount: null }),
  future_time: ({ updated_at: time }) => ({
    updated_at: typeof time === 'number' ? Date.UTC(2099, 0) : '2099-01-01T00:00:00.000Z',
  }),
  absurd_amount: () => ({ pay_amount: numberToken('1e30'), actually_paid: numberToken('1e30') }),
};

const times = (amount: unknown, factor: string): unknown =>
  isNumberToken(amount) ? numberToken(plain(new Decimal(amount.rawJSON).times(factor))) : amount;

/** The body of a payment, changed by the fault in force, which is used once. */
export const distortPayment = <T extends object>(faults: Faults, body: T): T => {
  const fault = faults.peekAnswer();
  const change = fault === null ? undefined : CHANGES[fault];
  if (change === undefined) return body;
  faults.takeAnswer();
  const changes = Object.entries(change(body as Body)).filter(([field]) => field in body);
  return { ...body, ...Object.fromEntries(changes) };
};

/** The rows of the currency list, with odd ones among them, or one that has moved to another network. */
export const distortCurrencies = (faults: Faults, rows: Body[]): Body[] => {
  const fault = faults.peekAnswer();
  if (fault !== 'odd_rows' && fault !== 'moved_network') return rows;
  faults.takeAnswer();
  if (fault === 'moved_network')
    return rows.map((row) => (row['code'] === 'USDTTRC20' ? { ...row, network: 'bsc' } : row));
  const [first = {}] = rows;
  const eth = rows.find(({ code }) => code === 'ETH') ?? first;
  return [
    { ...first, code: 'USDT-X' },
    { ...first, code: 'ABSURD', precision: numberToken('1000000'), network_precision: '1000000' },
    { ...first, code: 'NOWHERE', network: null },
    ...rows,
    { ...eth, code: 'eth', network: 'bsc' },
  ];
};
