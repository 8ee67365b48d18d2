import { z } from 'zod';
import { currencyCode, idSchema, nameInput, oneOrMany, searchText, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { nonNegativeUsdInput, percentInput, positiveUsdInput, usdOutput } from './money.ts';
import { optionalProof } from './stepUp.ts';

const pendingChangeFields = {
  network: z.string(),
  contractAddress: z.string().nullable(),
  decimalPlaces: z.int(),
  chainDecimals: z.int().nullable(),
};

export const currencyOutput = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  token: z.string(),
  network: z.string(),
  networkName: z.string(),
  displayName: z.string(),
  symbol: z.string(),
  contractAddress: z.string().nullable(),
  extraIdName: z.string().nullable(),
  decimalPlaces: z.int(),
  /** Decimal places on the chain; null if the provider does not say. */
  chainDecimals: z.int().nullable().optional(),
  isActive: z.boolean(),
  isStable: z.boolean(),
  isAvailable: z.boolean(),
  withdrawalsEnabled: z.boolean(),
  provider: z.string(),
  minAmountUsd: usdOutput,
  networkFeeUsd: usdOutput,
  /** The desk's own fee on a withdrawal: a percentage, and a fixed part (null: the default from the settings). */
  serviceFeePercent: z.string(),
  serviceFeeUsd: usdOutput.nullable(),
  logoUrl: z.string().nullable(),
  sortOrder: z.int(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /** Whether a transfer is lost without the memo or tag that `extraIdName` names. */
  extraIdRequired: z.boolean().optional(),
  /**
   * The provider's minimum, including a margin, and when it was fetched. `minAmountUsd` is the larger of it and
   * the minimum that staff set.
   */
  providerMinAmountUsd: usdOutput.nullable().optional(),
  minCheckedAt: timeOutput.nullable().optional(),
  /**
   * What the provider's list says instead, under open payments or withdrawals: the currency is off offer until
   * a person accepts it.
   */
  pendingChange: z.object(pendingChangeFields).nullable().optional(),
});

/** `pendingChange`: what the person saw. If the provider reports something else by now: CHANGED_MEANWHILE. */
export const currencyAcceptChangeInput = z.strictObject({
  id: idSchema,
  pendingChange: z.strictObject(pendingChangeFields),
  proof: optionalProof,
});

export const currencyListInput = listInput(
  ['sortOrder', 'code', 'name', 'network', 'minAmountUsd', 'createdAt'],
  z
    .strictObject({
      q: searchText,
      code: z.string().min(1).max(40),
      isActive: z.boolean(),
      isStable: z.boolean(),
      withdrawalsEnabled: z.boolean(),
      hasPendingChange: z.boolean(),
      network: oneOrMany(z.string().min(1).max(40)),
      token: z.string().max(40),
    })
    .partial(),
);

const currencyFields = {
  name: nameInput,
  symbol: z.string().trim().min(1).max(20),
  minAmountUsd: positiveUsdInput,
  networkFeeUsd: nonNegativeUsdInput,
  serviceFeePercent: percentInput,
  serviceFeeUsd: nonNegativeUsdInput.nullable(),
  withdrawalsEnabled: z.boolean(),
  isStable: z.boolean(),
  sortOrder: z.int().min(0).max(1_000_000),
};

export const currencyCreateInput = z.strictObject({
  ...currencyFields,
  code: currencyCode,
  token: z.string().trim().min(1).max(40),
  network: z.string().trim().min(1).max(40),
  decimalPlaces: z.int().min(0).max(30),
  contractAddress: z.string().trim().max(200).nullable().optional(),
  extraIdName: z.string().trim().max(40).nullable().optional(),
  symbol: currencyFields.symbol.optional(),
  minAmountUsd: currencyFields.minAmountUsd.optional(),
  networkFeeUsd: currencyFields.networkFeeUsd.optional(),
  serviceFeePercent: currencyFields.serviceFeePercent.optional(),
  serviceFeeUsd: currencyFields.serviceFeeUsd.optional(),
  withdrawalsEnabled: z.boolean().optional(),
  isStable: z.boolean().optional(),
  sortOrder: currencyFields.sortOrder.optional(),
  isActive: z.boolean().optional(),
  proof: optionalProof,
});

export const currencyUpdateInput = z
  .strictObject({ id: idSchema, proof: optionalProof })
  .extend(z.strictObject(currencyFields).partial().shape);

export const currencySetActiveInput = z.strictObject({
  ids: z.array(idSchema).min(1).max(500),
  isActive: z.boolean(),
  proof: optionalProof,
});

export const currencySyncInput = z.strictObject({
  dryRun: z.boolean().optional(),
  deactivateMissing: z.boolean().optional(),
});

export const currencySyncOutput = z.object({
  dryRun: z.boolean(),
  seen: z.int(),
  created: z.array(z.string()),
  updated: z.array(z.string()),
  unchanged: z.int(),
  missing: z.array(z.string()),
  deactivated: z.array(z.string()),
  /** Networks missing from the desk's registry: no explorer, payment link or address check for them. */
  unknownNetworks: z.array(z.string()).optional(),
  /** Rows of the list that were left out; the others were imported. */
  skipped: z.array(z.object({ code: z.string(), reason: z.string() })).optional(),
  /** Off offer: network, contract or precision changed under open requests, and wait for a person. */
  held: z.array(z.string()).optional(),
});
