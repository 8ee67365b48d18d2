import { isNativeToken, networkOf } from '@paydesk/types';
import type { FastifyInstance } from 'fastify';
import { drawCurrencyLogo } from '../currencies/drawCurrencyLogo.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { sendError } from './sendError.ts';

/** `/currency-logos/usdttrc20.svg`: drawn by the desk, and public because checkout pages show it. */
export function currencyLogoRoutes(app: FastifyInstance, ctx: AppContext): void {
  app.get<{ Params: { file: string } }>('/currency-logos/:file', async (request, reply) => {
    const code = /^([A-Za-z0-9]{1,30})\.svg$/.exec(request.params.file)?.[1];
    const currency =
      code === undefined ? undefined : await Currency.query(ctx.knex).findOne({ code: code.toUpperCase() });
    if (currency === undefined) return await sendError(reply, { reason: 'NOT_FOUND' });
    const known = networkOf(currency.network);
    const isNative = known !== undefined && known.isMainNetwork && isNativeToken(known, currency.token);
    return await reply
      .type('image/svg+xml; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(drawCurrencyLogo({ token: currency.token, network: currency.network, isNative }));
  });
}
