import type { Command } from '../command.ts';
import { applyPolicyCommand } from './applyPolicy.ts';
import { createApiKeyCommand } from './createApiKey.ts';
import { createPaymentCommand } from './createPayment.ts';
import { createStaffCommand } from './createStaff.ts';
import { createWebhookEndpointCommand } from './createWebhookEndpoint.ts';
import { addWebhookCommand } from './addWebhook.ts';
import { doctorCommand } from './doctor.ts';
import { enableCurrencyCommand } from './enableCurrency.ts';
import { inviteStaffCommand } from './inviteStaff.ts';
import { lostPayoutsCommand } from './lostPayouts.ts';
import { migrateCommand } from './migrate.ts';
import { paymentStatusCommand } from './paymentStatus.ts';
import { reconcileCommand } from './reconcile.ts';
import { resetSecondFactorCommand } from './resetSecondFactor.ts';
import { restoredCommand } from './restored.ts';
import { syncCurrenciesCommand } from './syncCurrencies.ts';
import { verifyCommand } from './verify.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  migrateCommand,
  syncCurrenciesCommand,
  enableCurrencyCommand,
  createPaymentCommand,
  paymentStatusCommand,
  verifyCommand,
  doctorCommand,
  reconcileCommand,
  restoredCommand,
  lostPayoutsCommand,
  inviteStaffCommand,
  createStaffCommand,
  resetSecondFactorCommand,
  createApiKeyCommand,
  addWebhookCommand,
  createWebhookEndpointCommand,
  applyPolicyCommand,
];
