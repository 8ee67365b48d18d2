import type { NetworkKey } from './networks.ts';

/** A currency of the simulated provider. Ids, networks, contracts and precisions are the real provider's. */
export type Coin = {
  id: number;
  /** Lower-case, as in requests. */
  code: string;
  name: string;
  network: NetworkKey;
  ticker: string;
  /** Decimal places on the chain. */
  chainDecimals: number;
  /** The provider's accounting places; for some tokens more than the chain has. */
  precision: number;
  priceUsd: string;
  /** Smallest payment, worth this many USD. */
  minimumUsd: string;
  geckoId: string;
  contract: string | null;
  isStable: boolean;
  /** In the provider's group of coins capped at about 2000 USD a payment. */
  isCapped: boolean;
  isEnabled: boolean;
};

type Extras = Partial<Pick<Coin, 'contract' | 'isStable' | 'isCapped' | 'isEnabled'>>;

const coin = (
  id: number, code: string, name: string, network: NetworkKey, ticker: string, chainDecimals: number, precision: number,
  priceUsd: string, minimumUsd: string, geckoId: string, extras: Extras = {},
): Coin => ({
  id, code, name, network, ticker, chainDecimals, precision, priceUsd, minimumUsd, geckoId,
  contract: null, isStable: false, isCapped: false, isEnabled: true, ...extras,
});

const stable = (contract: string): Extras => ({ contract, isStable: true });
const capped = (contract: string): Extras => ({ contract, isCapped: true });

/**
 * Prices are fixed on purpose: the same deposit is worth the same in every run, so sums can be checked to the cent.
 * They are plausible, not true, and follow no market. Stablecoins are worth exactly one dollar.
 */
export const COINS: readonly Coin[] = [
  coin(1, 'btc', 'Bitcoin', 'btc', 'btc', 8, 8, '75000', '12.90', 'bitcoin'),
  coin(15, 'eth', 'Ethereum', 'eth', 'eth', 18, 8, '2500', '4.00', 'ethereum'),
  coin(52, 'usdttrc20', 'Tether USD (Tron)', 'trx', 'usdt', 6, 6, '1', '11.413953', 'tether', stable('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')),
  coin(30, 'usdterc20', 'Tether USD (Ethereum)', 'eth', 'usdt', 6, 6, '1', '4.00', 'tether', stable('0xdAC17F958D2ee523a2206206994597C13D831ec7')),
  coin(133, 'usdtbsc', 'Tether USD (Binance Smart Chain)', 'bsc', 'usdt', 18, 8, '1', '1.00', 'tether', stable('0x55d398326f99059fF775485246999027B3197955')),
  coin(330, 'usdtmatic', 'Tether USD (Polygon)', 'matic', 'usdt', 6, 6, '1', '1.00', 'tether', stable('0xc2132D05D31c914a87C6611C10748AEb04B58e8F')),
  coin(195, 'usdtsol', 'Tether USD (Solana)', 'sol', 'usdt', 6, 8, '1', '1.00', 'tether', stable('Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB')),
  coin(406, 'usdtton', 'Tether USD (TON)', 'ton', 'usdt', 6, 6, '1', '1.00', 'tether', stable('EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs')),
  coin(247, 'usdtarb', 'Tether USD (Arbitrum One)', 'arbitrum', 'usdt', 6, 8, '1', '1.00', 'tether', stable('0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9')),
  coin(299, 'usdtop', 'Tether USD (Optimism)', 'op', 'usdt', 6, 8, '1', '1.00', 'tether', stable('0x94b008aA00579c1307B0EF2c499aD98a8ce58e58')),
  coin(285, 'usdtarc20', 'Tether USD (Avalanche C-Chain)', 'avaxc', 'usdt', 6, 8, '1', '1.00', 'tether', stable('0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7')),
  coin(421, 'usdtcelo', 'Tether USD (Celo)', 'celo', 'usdt', 6, 6, '1', '1.00', 'tether', stable('0x48065fbBE25f71C9282ddf5e1cD6D6A887483D5e')),
  coin(40, 'usdc', 'USD Coin (Ethereum)', 'eth', 'usdc', 6, 6, '1', '4.00', 'usd-coin', stable('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48')),
  coin(186, 'usdcmatic', 'USD Coin (Polygon)', 'matic', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359')),
  coin(359, 'maticusdce', 'USD Coin bridged (Polygon)', 'matic', 'usdc.e', 6, 6, '1', '1.00', 'usd-coin', stable('0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174')),
  coin(289, 'usdcsol', 'USD Coin (Solana)', 'sol', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v')),
  coin(334, 'usdcbsc', 'USD Coin (Binance Smart Chain)', 'bsc', 'usdc', 18, 8, '1', '1.00', 'usd-coin', stable('0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d')),
  coin(287, 'usdcarb', 'USD Coin (Arbitrum One)', 'arbitrum', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('0xaf88d065e77c8cC2239327C5EDb3A432268e5831')),
  coin(328, 'usdcop', 'USD Coin (Optimism)', 'op', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85')),
  coin(413, 'usdcbase', 'USD Coin (Base)', 'base', 'usdc', 6, 6, '1', '1.00', 'usd-coin', stable('0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913')),
  coin(286, 'usdcarc20', 'USD Coin (Avalanche C-Chain)', 'avaxc', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E')),
  coin(290, 'usdcalgo', 'USD Coin (Algorand)', 'algo', 'usdc', 6, 8, '1', '1.00', 'usd-coin', stable('31566704')),
  coin(59, 'dai', 'Dai', 'eth', 'dai', 18, 8, '1', '4.00', 'dai', stable('0x6B175474E89094C44Da98b954EedeAC495271d0F')),
  coin(6, 'trx', 'Tron', 'trx', 'trx', 6, 6, '0.28', '2.00', 'tron'),
  coin(96, 'bnbbsc', 'Binance Coin (Binance Smart Chain)', 'bsc', 'bnb', 18, 8, '640', '1.00', 'binancecoin'),
  coin(81, 'sol', 'Solana', 'sol', 'sol', 9, 8, '160', '1.00', 'solana'),
  coin(2, 'ltc', 'Litecoin', 'ltc', 'ltc', 8, 8, '95', '1.50', 'litecoin'),
  coin(22, 'xrp', 'Ripple', 'xrp', 'xrp', 6, 6, '1.287', '11.94', 'ripple'),
  coin(44, 'doge', 'Dogecoin', 'doge', 'doge', 8, 8, '0.18', '2.00', 'dogecoin'),
  coin(201, 'ton', 'Toncoin', 'ton', 'ton', 9, 8, '3.2', '1.00', 'the-open-network'),
  coin(157, 'maticmainnet', 'Polygon', 'matic', 'matic', 18, 8, '0.22', '1.00', 'matic-network'),
  coin(246, 'etharb', 'Ethereum (Arbitrum One)', 'arbitrum', 'eth', 18, 8, '2500', '1.00', 'ethereum'),
  coin(410, 'ethbase', 'Ethereum (Base)', 'base', 'eth', 18, 8, '2500', '1.00', 'ethereum'),
  coin(347, 'ethlna', 'Ethereum (Linea)', 'lna', 'eth', 18, 8, '2500', '1.00', 'ethereum'),
  coin(159, 'avaxc', 'Avalanche (C-Chain)', 'cchain', 'avax', 18, 8, '24', '1.00', 'avalanche-2'),
  coin(104, 'avax', 'Avalanche (X-Chain)', 'xchain', 'avax', 9, 8, '24', '1.00', 'avalanche-2'),
  coin(38, 'etc', 'Ethereum Classic', 'etc', 'etc', 18, 8, '18', '1.00', 'ethereum-classic'),
  coin(4, 'bch', 'Bitcoin Cash', 'bch', 'bch', 8, 8, '480', '1.50', 'bitcoin-cash'),
  coin(19, 'dash', 'Dash', 'dash', 'dash', 8, 8, '45', '1.50', 'dash'),
  coin(5, 'zec', 'Zcash', 'zec', 'zec', 8, 8, '60', '1.50', 'zcash'),
  coin(7, 'dgb', 'DigiByte', 'dgb', 'dgb', 8, 8, '0.008', '2.00', 'digibyte'),
  coin(43, 'rvn', 'Ravencoin', 'rvn', 'rvn', 8, 8, '0.016', '2.00', 'ravencoin'),
  coin(23, 'xmr', 'Monero', 'xmr', 'xmr', 12, 8, '310', '2.00', 'monero'),
  coin(313, 'kas', 'Kaspa', 'kas', 'kas', 8, 8, '0.08', '2.00', 'kaspa'),
  coin(18, 'xlm', 'Stellar', 'xlm', 'xlm', 7, 8, '0.26', '1.50', 'stellar'),
  coin(21, 'ada', 'Cardano', 'ada', 'ada', 6, 8, '0.62', '2.00', 'cardano'),
  coin(71, 'dot', 'Polkadot', 'dot', 'dot', 10, 8, '4.1', '5.00', 'polkadot'),
  coin(131, 'atom', 'Cosmos', 'atom', 'atom', 6, 8, '4.4', '1.50', 'cosmos'),
  coin(440, 'injmainnet', 'Injective', 'inj', 'inj', 18, 8, '11', '1.50', 'injective-protocol'),
  coin(353, 'sei', 'Sei', 'sei', 'sei', 6, 8, '0.2', '1.50', 'sei-network'),
  coin(74, 'egld', 'MultiversX', 'egld', 'egld', 18, 8, '15', '1.50', 'elrond-erd-2'),
  coin(143, 'near', 'NEAR Protocol', 'near', 'near', 24, 8, '2.4', '1.50', 'near'),
  coin(63, 'algo', 'Algorand', 'algo', 'algo', 6, 8, '0.19', '1.50', 'algorand'),
  coin(56, 'xtz', 'Tezos', 'xtz', 'xtz', 6, 8, '0.6', '1.50', 'tezos'),
  coin(45, 'hbar', 'Hedera', 'hbar', 'hbar', 8, 8, '0.17', '1.50', 'hedera-hashgraph'),
  coin(57, 'fil', 'Filecoin', 'fil', 'fil', 18, 8, '2.6', '1.50', 'filecoin'),
  coin(53, 'vet', 'VeChain', 'vet', 'vet', 18, 8, '0.025', '1.50', 'vechain'),
  coin(37, 'nano', 'Nano', 'nano', 'nano', 30, 8, '0.9', '1.00', 'nano'),
  coin(515, 'sui', 'Sui', 'sui', 'sui', 9, 8, '3.1', '1.00', 'sui'),
  coin(302, 'apt', 'Aptos', 'apt', 'apt', 8, 8, '4.8', '1.00', 'aptos'),
  coin(55, 'link', 'Chainlink', 'eth', 'link', 18, 8, '14', '4.00', 'chainlink', { contract: '0x514910771AF9Ca656af840dff83E8264EcF986CA' }),
  coin(54, 'uni', 'Uniswap', 'eth', 'uni', 18, 8, '7.5', '4.00', 'uniswap', { contract: '0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984' }),
  coin(121, 'aave', 'Aave', 'eth', 'aave', 18, 8, '260', '4.00', 'aave', { contract: '0x7Fc66500c84A76Ad7e9c93437bFc5Ac33E2DDaE9' }),
  coin(348, 'pepe', 'Pepe', 'eth', 'pepe', 18, 8, '0.00001', '4.00', 'pepe', { contract: '0x6982508145454Ce325dDbE47a25d4ec3d2311933' }),
  coin(86, 'shib', 'Shiba Inu', 'eth', 'shib', 18, 8, '0.000012', '4.00', 'shiba-inu', capped('0x95aD61b0a150d79219dCF64E1E6Cc01f0B64C4cE')),
  coin(83, 'matic', 'Polygon (Ethereum)', 'eth', 'matic', 18, 8, '0.22', '4.00', 'matic-network', capped('0x7D1AfA7B718fb893dB30A3aBc0Cfc608AaCfeBB0')),
  coin(85, 'sand', 'The Sandbox', 'eth', 'sand', 18, 8, '0.27', '4.00', 'the-sandbox', capped('0x3845badAde8e6dFF049820680d1F14bD3903a5d0')),
  coin(78, 'mana', 'Decentraland', 'eth', 'mana', 18, 8, '0.28', '4.00', 'decentraland', capped('0x0F5D2fB29fb7d3CFeE444a200298f468908cC942')),
  coin(245, 'arb', 'Arbitrum', 'arbitrum', 'arb', 18, 8, '0.35', '1.00', 'arbitrum', { contract: '0x912CE59144191C1204E64559FE8253a0e49E6548' }),
  // The Beacon chain was shut down in 2024: kept disabled, so that a client meets a coin that is not payable.
  coin(17, 'bnbmainnet', 'Binance Coin Mainnet', 'bnb', 'bnb', 8, 8, '640', '1.00', 'binancecoin', { isEnabled: false }),
];

/** Fiat currencies that a price can be named in, with their fixed price in USD. */
export const FIATS: ReadonlyMap<string, string> = new Map(Object.entries({
  usd: '1', eur: '1.1', gbp: '1.3', cad: '0.72', aud: '0.65', ils: '0.27', ron: '0.22',
}));

const BY_CODE = new Map(COINS.map((each) => [each.code, each]));

/** Codes are compared without regard to case, as the provider does. */
export const findCoin = (code: string): Coin | undefined => BY_CODE.get(code.toLowerCase());
