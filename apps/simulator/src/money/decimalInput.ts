import { z } from 'zod';
import { isNumberToken, type NumberToken } from '../json/exactJson.ts';
import { plain } from './decimal.ts';

const AMOUNT = /^\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?$/;

/** A non-negative amount that arrived as a JSON number or as text; read as plain decimal text. */
export const decimalInput = z
  .union(
    [z.custom<NumberToken>(isNumberToken).transform((token) => token.rawJSON), z.string()],
    'must be a number',
  )
  .refine((text) => AMOUNT.test(text), 'must be a number')
  .transform((text) => plain(text));
