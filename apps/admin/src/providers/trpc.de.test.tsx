import { afterEach, expect, it, vi } from 'vitest';
import { fieldErrorsOf } from './httpError.ts';
import { trpc } from './trpc.ts';

afterEach(() => vi.unstubAllGlobals());

/** The error of a call that the desk refuses. */
async function refusalOf(message: string, data: object): Promise<unknown> {
  const answer = [{ error: { code: -32_000, message, data: { httpStatus: 422, ...data } } }];
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answer), { status: 422 }));
  return await trpc.payments.cancel.mutate({ id: 'x' }).catch((error: unknown) => error);
}

it('a refusal is passed on when it can be written in the page’s language, the first one too', async () => {
  expect(
    await refusalOf('this quote is for 1400.00 USD in BTC', { reason: 'INVALID_INPUT', zodError: null }),
  ).toMatchObject({ message: 'Dieses Angebot gilt für 1.400,00\u00A0$ in BTC.' });
});

it('so is what is wrong with each field', async () => {
  const zodError = { formErrors: [], fieldErrors: { note: ['please say why'] } };
  expect(fieldErrorsOf(await refusalOf('invalid', { zodError }))).toEqual({
    note: 'Bitte geben Sie einen Grund an',
  });
});
