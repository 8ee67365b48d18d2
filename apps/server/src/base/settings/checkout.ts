import { resolve } from 'node:path';
import { z } from 'zod';
import { LogoError, readBrandLogo } from '../brandLogo.ts';
import { FILES } from '../files.ts';
import { httpUrl } from './fields.ts';

/** Hosts separated by spaces, `*.` for subdomains. Commas and semicolons would start another directive. */
const host = String.raw`https?:\/\/(\*\.)?[0-9a-z.-]+(:\d{1,5})?`;
const frameAncestors = new RegExp(String.raw`^(none|self|(self\s+)?${host}(\s+(self|${host}))*)$`, 'i');

/** Why the file cannot be the logo; null if it can. */
function logoMistake(file: string): string | null {
  try {
    readBrandLogo(file);
    return null;
  } catch (error) {
    if (error instanceof LogoError) return error.message;
    throw error;
  }
}

/** The merchant's name and look, on the checkout page and in the admin app. */
export const checkoutVariables = {
  MERCHANT_NAME: z.string().trim().min(1).max(80, 'must have at most 80 characters').optional(),
  MERCHANT_URL: httpUrl,
  MERCHANT_COLOR: z
    .string()
    .trim()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b6b66')
    .toLowerCase()
    .optional(),
  MERCHANT_LOGO: z
    .string()
    .trim()
    .transform((path) => resolve(FILES.home, path))
    .superRefine((file, { addIssue }) => {
      const message = logoMistake(file);
      if (message !== null) addIssue(message);
    })
    .optional(),
  CHECKOUT_FRAME_ANCESTORS: z
    .string()
    .trim()
    .regex(
      frameAncestors,
      'must be none, self or addresses such as https://shop.example.com, separated by spaces',
    )
    .default('none'),
};

export interface CheckoutSettings {
  checkout: {
    /** The name of the payee, and the link back to it; null: not shown. */
    merchantName: string | null;
    merchantUrl: string | null;
    /** Sites that may embed the checkout page, as the value of the directive `frame-ancestors`. */
    frameAncestors: string;
  };
  /** The look of the checkout page and the admin app. */
  brand: {
    /** `#rrggbb`; null: the desk's own. */
    color: string | null;
    /** Absolute path of a checked image; null: none. */
    logoFile: string | null;
  };
}

type Given = z.output<z.ZodObject<typeof checkoutVariables>>;

export const checkoutSettings = (env: Given): CheckoutSettings => ({
  checkout: {
    merchantName: env.MERCHANT_NAME ?? null,
    merchantUrl: env.MERCHANT_URL ?? null,
    frameAncestors: env.CHECKOUT_FRAME_ANCESTORS.split(/\s+/)
      .map((word) => (/^(none|self)$/i.test(word) ? `'${word.toLowerCase()}'` : word))
      .join(' '),
  },
  brand: { color: env.MERCHANT_COLOR ?? null, logoFile: env.MERCHANT_LOGO ?? null },
});
