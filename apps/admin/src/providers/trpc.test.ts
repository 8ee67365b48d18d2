import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { detailsOf, fieldErrorsOf, reasonOf, statusOf } from './httpError.ts';
import { trpc } from './trpc.ts';

const announced = vi.fn<(event: Event) => boolean>();

beforeEach(() => vi.stubGlobal('dispatchEvent', announced));
afterEach(() => {
  vi.unstubAllGlobals();
  announced.mockReset();
});

/** The error of a call that the desk answers with this `data`. */
async function errorOf(data: { httpStatus: number; [key: string]: unknown }): Promise<unknown> {
  const answer = [{ error: { code: -32_000, message: 'from the server', data } }];
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answer), { status: data.httpStatus }));
  return await trpc.payments.cancel.mutate({ id: 'x' }).catch((error: unknown) => error);
}

it('gives the error of a call what react-admin and the dialogs read', async () => {
  const error = await errorOf({
    httpStatus: 422,
    reason: 'INVALID_ADDRESS',
    details: { network: 'TRON' },
    zodError: null,
  });
  expect(error).toMatchObject({
    message: 'From the server.',
    status: 422,
    body: { errors: { walletAddress: 'From the server.' } },
  });
  expect(reasonOf(error)).toBe('INVALID_ADDRESS');
  expect(detailsOf(error)).toEqual({ network: 'TRON' });
  expect(fieldErrorsOf(error)).toEqual({ walletAddress: 'From the server.' });
  expect(announced).not.toHaveBeenCalled();
});

it('announces the end of the session', async () => {
  expect(statusOf(await errorOf({ httpStatus: 401, reason: 'UNAUTHENTICATED' }))).toBe(401);
  expect(announced).toHaveBeenCalledOnce();
});

it('sends a read that was refused once more: the session may have been replaced meanwhile', async () => {
  // Nothing is typed in the page.
  announced.mockReturnValue(true);
  const refusal = {
    error: { code: -32_001, message: 'no', data: { httpStatus: 401, reason: 'UNAUTHENTICATED' } },
  };
  const fetches = vi
    .fn<() => Promise<Response>>()
    .mockResolvedValueOnce(new Response(JSON.stringify([refusal]), { status: 401 }))
    .mockImplementation(
      async () => new Response(JSON.stringify([{ result: { data: { version: '1.0.0' } } }])),
    );
  vi.stubGlobal('fetch', fetches);
  await expect(trpc.system.info.query()).resolves.toEqual({ version: '1.0.0' });
  expect(announced).not.toHaveBeenCalled();

  fetches
    .mockClear()
    .mockImplementation(async () => new Response(JSON.stringify([refusal]), { status: 401 }));
  await expect(trpc.system.info.query()).rejects.toMatchObject({ status: 401 });
  expect(fetches).toHaveBeenCalledTimes(2);
  expect(announced).toHaveBeenCalled();
});

it('reports an unreachable desk', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const error = await trpc.payments.cancel.mutate({ id: 'x' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 0, message: expect.stringContaining('does not answer') });
});
