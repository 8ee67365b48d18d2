import type { Brand } from '@paydesk/design';
import type { FastifyInstance } from 'fastify';
import { type BrandLogo, readBrandLogo } from '../base/brandLogo.ts';
import type { Settings } from '../base/settings.ts';

/** The brand that the pages of this desk show; `logo` is where `brandRoutes` serves it. */
export interface ServedBrand {
  brand: Brand;
  image: BrandLogo | null;
}

/**
 * The brand of the settings, with its logo read once.
 * @throws LogoError when the file has changed since the settings were read
 */
export function servedBrand({ checkout, brand }: Pick<Settings, 'checkout' | 'brand'>): ServedBrand {
  const image = brand.logoFile === null ? null : readBrandLogo(brand.logoFile);
  return { brand: { name: checkout.merchantName, color: brand.color, logo: image?.path ?? null }, image };
}

/** The logo, at the one path that contains its hash: no part of a request becomes part of a file's path. */
export function brandRoutes(app: FastifyInstance, { image }: ServedBrand): void {
  if (image === null) return;
  app.get(
    image.path,
    async (_request, reply) =>
      await reply
        .type(image.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        // Applies when somebody opens the file by itself; in a page it is an image, and inactive.
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .send(image.content),
  );
}
