import type { IpnRequest, Settings } from '../settings.ts';

/** The result of one delivery: the receiver's status, or why there was none. */
export type IpnOutcome = { status: number | null; error: string | null };

export const isReceived = ({ status }: IpnOutcome): boolean =>
  status !== null && status >= 200 && status < 300;

/**
 * Delivers one IPN, by function call or by HTTP, and waits for the answer no longer than the provider
 * does. Never throws.
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
  // A redirect counts as a failed delivery; the body is not sent elsewhere.
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

/** fetch puts the reason ("connect ECONNREFUSED …") into `cause`. */
const messageOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;
