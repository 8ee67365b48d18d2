import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpBatchLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { announceSignedOut } from './authClient.ts';
import { withHttpFields } from './httpError.ts';

/** Gives every failed call its message, status and body, and takes the page to sign-in when the session is over. */
const httpErrors: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (result) => observer.next(result),
        complete: () => observer.complete(),
        error: (failure) => {
          const error = withHttpFields(failure);
          if (error.status === 401) announceSignedOut();
          observer.error(error);
        },
      }),
    );

/**
 * The one client of the app; calls of the same moment travel together. What it throws can be read with
 * `reasonOf`, `detailsOf` and `fieldErrorsOf`.
 */
export const trpc = createTRPCClient<AppRouter>({
  links: [httpErrors, httpBatchLink({ url: '/trpc', maxURLLength: 4000, maxItems: 20 })],
});
