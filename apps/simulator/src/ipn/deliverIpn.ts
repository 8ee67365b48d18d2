import type { IpnRequest, Settings } from '../settings.ts';

/** How one delivery ended: the receiver's status, or why there was none. */
export type IpnOutcome = { status: number | null; error: string | null };

export const isReceived = ({ status }: IpnOutcome): boolean =>
  status !== null && status >= 200 && status < 300;

/**
 * Hands one IPN over, by function call or by HTTP, and waits for the answer no longer than the provider
 * would. Never throws.
 */
export const deliverIpn = async (
  settings: Settings,
  request: IpnRequest,
  stopping: AbortSignal,
): Promise<IpnOutcome> => {
  try {
    const status =
      settings.ipnDelivery === undefined
        ? await post(settings, request, stopping)
        : (await inTime(Promise.resolve(settings.ipnDelivery(request)), settings.ipnTimeoutMs)).status;
    return { status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? messageOf(error) : String(error) };
  }
};

const post = async (
  settings: Settings,
  { url, headers, body }: IpnRequest,
  stopping: AbortSignal,
): Promise<number> => {
  const signal = AbortSignal.any([AbortSignal.timeout(settings.ipnTimeoutMs), stopping]);
  // A redirect is an answer that is not 2xx, not an invitation to send the body elsewhere.
  const response = await settings.fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
};

const inTime = async <T>(work: Promise<T>, limitMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** fetch hides the reason ("connect ECONNREFUSED …") one level down. */
const messageOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;
