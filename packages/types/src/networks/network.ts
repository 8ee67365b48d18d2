/** How a payment request is written for wallets of a network (section 10 of the provider facts). */
export type PaymentUriKind =
  | 'bip21'
  | 'cashaddr'
  | 'eip681'
  | 'solana_pay'
  | 'ton'
  | 'sep7'
  | 'monero'
  | 'nano'
  | 'cip13'
  | 'plain';

/** What a network calls the second part of an address. */
export type ExtraIdKind = 'memo' | 'destination_tag' | 'comment' | 'message' | 'payment_id';

/**
 * The second part of an address: without it a deposit to a shared address cannot be assigned to a customer.
 */
export interface ExtraIdRule {
  kind: ExtraIdKind;
  /** The name that wallets of this network use, for labels: "Memo", "Destination tag", "Comment". */
  name: string;
  /** `usual`: custodial addresses nearly always need one. `possible`: some do. */
  need: 'usual' | 'possible';
  /** What a well-formed value looks like. A numeric tag also has `maximum`. */
  pattern: RegExp;
  /** The form in words, for error messages. */
  form: string;
  /** Most UTF-8 bytes that the network carries. */
  maximumBytes: number;
  /** Highest value where the extra id is a number (XRP: 2^32 − 1). */
  maximum: string | null;
}

/**
 * Which family of address rules applies. `unverifiable`: there is no check for addresses of this network.
 */
export type AddressKind =
  | 'bitcoin'
  | 'litecoin'
  | 'bitcoin_cash'
  | 'bitcoin_gold'
  | 'dogecoin'
  | 'dash'
  | 'zcash'
  | 'digibyte'
  | 'ravencoin'
  | 'qtum'
  | 'horizen'
  | 'decred'
  | 'monero'
  | 'evm'
  | 'tron'
  | 'solana'
  | 'ton'
  | 'xrp'
  | 'stellar'
  | 'cardano'
  | 'polkadot'
  | 'cosmos'
  | 'injective'
  | 'sei'
  | 'terra'
  | 'thorchain'
  | 'zilliqa'
  | 'multiversx'
  | 'bnb_beacon'
  | 'avalanche_x'
  | 'near'
  | 'algorand'
  | 'tezos'
  | 'hedera'
  | 'filecoin'
  | 'nano'
  | 'sui'
  | 'aptos'
  | 'kaspa'
  | 'icon'
  | 'waves'
  | 'stacks'
  | 'starknet'
  | 'unverifiable';

/** One network of the provider's list, keyed by the provider's own `network` field. */
export interface Network {
  /** The provider's lower-case `network` value. Never derived from a currency code. */
  key: string;
  /** The chain's name: "TRON", "Bitcoin". */
  name: string;
  /** The network in a token's name: "TRC20", "ERC20", "Polygon". */
  label: string;
  /** Ticker of the coin that pays the fees. */
  nativeToken: string;
  /** Older tickers of the same coin. */
  nativeTokenAliases: readonly string[];
  /** False where the native coin's main network is another one (ETH on Arbitrum): its name includes the network. */
  isMainNetwork: boolean;
  /** Decimal places of the native coin on chain. */
  nativeDecimalPlaces: number;
  /** EIP-155 chain id; null off the EVM. */
  chainId: number | null;
  /** Template with `{hash}`; null where no public explorer is left. */
  transactionExplorer: string | null;
  /** Template with `{address}`. */
  addressExplorer: string | null;
  uriKind: PaymentUriKind;
  /** URI scheme, where the kind alone does not fix it. */
  uriScheme: string | null;
  extraId: ExtraIdRule | null;
  transactionHashPattern: RegExp;
  addressKind: AddressKind;
  /** The form of an address in words, for hints and error messages. */
  addressShape: string;
}
