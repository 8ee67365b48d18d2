export { extraIdLooksValid, extraIdRule, transactionHashLooksValid } from './checks.ts';
export { addressExplorerLink, transactionExplorerLink } from './explorerLink.ts';
export type { AddressKind, ExtraIdKind, ExtraIdRule, Network, PaymentUriKind } from './network.ts';
export { paymentUri, type PaymentRequest } from './paymentUri.ts';
export { currencyDisplayName, isNativeToken, networkLabel, networkOf, networks } from './registry.ts';
