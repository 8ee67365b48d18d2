import { TRPCClientError } from '@trpc/client';
import type { Page } from 'playwright-core';
import { checkerClient } from './staffClient.ts';

/**
 * Makes a call that may have to wait for another person, and lets the second admin approve it. Returns what the
 * call answered, or the id of the row that the approved request created or changed.
 */
export async function settle<Answer>(
  call: () => Promise<Answer>,
): Promise<{ answer: Answer } | { answer: null; rowId: string | null }> {
  try {
    return { answer: await call() };
  } catch (error) {
    const id = changeRequestIdOf(error);
    if (id === null) throw error;
    const { result } = await checkerClient().changeRequests.approve.mutate({ id });
    return { answer: null, rowId: result?.id ?? null };
  }
}

function changeRequestIdOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data = error.data as { details?: { changeRequestId?: string } | null } | undefined;
  return data?.details?.changeRequestId ?? null;
}

/** Waits until the open dialog says that the action waits, lets the second admin approve it, and closes it. */
export async function approveWaiting(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Waiting for another person' });
  const href = await dialog.getByRole('link', { name: 'Open the request' }).getAttribute('href');
  const [, id = ''] = /changeRequests\/([^/]+)/.exec(href ?? '') ?? [];
  await checkerClient().changeRequests.approve.mutate({ id });
  await dialog.getByRole('button', { name: 'Close' }).click();
}
