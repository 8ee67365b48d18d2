import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpBatchLink, splitLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { announceSessionEnded, onSignedIn } from './authClient.ts';
import { takeEarly } from './earlyAnswers.ts';
import { withHttpFields } from './httpError.ts';
import { loadedFor } from '../texts/serverSentence.ts';

/** So long after a refusal a read is sent once more. */
const AGAIN_MS = 300;

/**
 * Adds message, status and body to the error of every failed call, and says so when the session has ended. A read that
 * was under way while the session was replaced, as by a new second factor or password, was refused for the former one:
 * it is sent once more before the session counts as ended. While the page stays as it is, reads wait until the person has signed in
 * again; what was to be changed is not sent again.
 */
const httpErrors: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let stop = () => {};
      let isRepeated = false;
      const send = () => {
        const sent = next(op).subscribe({
          next: (result) => observer.next(result),
          complete: () => observer.complete(),
          error: (failure) => {
            const error = withHttpFields(failure);
            if (error.status === 401 && op.type === 'query' && !isRepeated) {
              isRepeated = true;
              const timer = setTimeout(send, AGAIN_MS);
              stop = () => clearTimeout(timer);
            } else if (error.status === 401 && announceSessionEnded() && op.type === 'query') {
              const forget = onSignedIn(() => {
                forget();
                send();
              });
              stop = forget;
            } else observer.error(error);
          },
        });
        stop = () => sent.unsubscribe();
      };
      send();
      return () => stop();
    });

/** An error is passed on when the page can write what the desk says in it, in its own language. */
const loadedTexts: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let isOver = false;
      const sent = next(op).subscribe({
        next: (result) => observer.next(result),
        complete: () => observer.complete(),
        error: (failure) => {
          const loaded = loadedFor(textOf(failure.data ?? null, failure.message));
          if (loaded === null) observer.error(failure);
          else void loaded.then(() => isOver || observer.error(failure));
        },
      });
      return () => {
        isOver = true;
        sent.unsubscribe();
      };
    });

/** What the desk says; nothing when it did not answer, or when the session is over. */
const textOf = (data: { httpStatus: number; zodError?: unknown } | null, message: string): string =>
  data === null || data.httpStatus === 401 ? '' : `${message} ${JSON.stringify(data.zodError ?? '')}`;

/** Uses what was asked before the app was there. */
const earlyAnswers: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const early = op.type === 'query' ? takeEarly(op.path, op.input) : undefined;
      if (early === undefined) return next(op).subscribe(observer);
      let sent: { unsubscribe(): void } | null = null;
      let isOver = false;
      void early.then((answer) => {
        if (isOver) return;
        if (answer === null) {
          // It was refused, or did not arrive: the usual way tells why.
          sent = next(op).subscribe(observer);
          return;
        }
        observer.next({ result: { type: 'data', data: answer.data } });
        observer.complete();
      });
      return () => {
        isOver = true;
        sent?.unsubscribe();
      };
    });

/** Their input is that of a whole action, notes included, which does not fit into an address. */
const SENT_AS_POST: readonly string[] = ['security.challenge'];

/**
 * The one client of the app; calls made at the same time share one request. What it throws can be read with
 * `reasonOf`, `detailsOf` and `fieldErrorsOf`.
 */
export const trpc = createTRPCClient<AppRouter>({
  links: [
    httpErrors,
    loadedTexts,
    earlyAnswers,
    splitLink({
      condition: ({ path }) => SENT_AS_POST.includes(path),
      true: httpBatchLink({ url: '/trpc', methodOverride: 'POST' }),
      false: httpBatchLink({ url: '/trpc', maxURLLength: 4000, maxItems: 20 }),
    }),
  ],
});
