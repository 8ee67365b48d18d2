import { z } from 'zod';
import { isNumberToken, type NumberToken } from '../json/exactJson.ts';
import { Decimal, plain } from '../money/decimal.ts';

const AMOUNT = /^\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?$/;

/** A non-negative amount that arrived as a JSON number or as text; read as plain decimal text. */
export const decimalInput = z
  .union(
    [z.custom<NumberToken>(isNumberToken).transform((token) => token.rawJSON), z.string()],
    'must be a number',
  )
  .refine((text) => AMOUNT.test(text), 'must be a number')
  .transform((text) => plain(text));

export const positiveDecimal = decimalInput.refine(
  (amount) => new Decimal(amount).gt(0),
  'must be greater than 0',
);
export const currencyCode = z.string('must be a string').min(1, 'is required').max(32, 'is too long');
export const shortText = z.string('must be a string').max(1000, 'is too long');

/** Null is read as absent. */
export const optional = <T extends z.ZodType>(field: T) =>
  field.nullish().transform((value) => value ?? undefined);
export const callbackUrl = optional(shortText.regex(/^https?:\/\/\S+$/, 'must be a valid http or https url'));

/** A whole number in a query string. */
export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a number')
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be between ${from} and ${to}`);

/** An empty query parameter is read as absent. */
export const absentIfEmpty = <T extends z.ZodType>(field: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), field.optional());
