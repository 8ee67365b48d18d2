import { z } from 'zod';
import {
  PAYMENT_STATUSES,
  SUSPENSE_REASONS,
  SUSPENSE_STATUSES,
  TRANSACTION_TYPES,
  WITHDRAWAL_STATUSES,
} from './statuses.ts';

export const paymentStatusSchema = z.enum(PAYMENT_STATUSES);
export const withdrawalStatusSchema = z.enum(WITHDRAWAL_STATUSES);
export const transactionTypeSchema = z.enum(TRANSACTION_TYPES);
export const suspenseStatusSchema = z.enum(SUSPENSE_STATUSES);
export const suspenseReasonSchema = z.enum(SUSPENSE_REASONS);
