import { type FormEvent, useRef, useState } from 'react';
import { type AuthError, signInMessage } from '../providers/authMessages.ts';

type Attempt = (retryAfter: {
  onError: (context: { response: Response }) => void;
}) => Promise<AuthError | null>;

/**
 * Submits one attempt at a time and describes its error.
 *
 * @param attempt does the call; returns null when it succeeded, else the error
 */
export function useSubmit(attempt: Attempt) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // State arrives a render late; the ref stops a double click at once.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(null);
    let wait: number | undefined;
    const onError = ({ response }: { response: Response }) => {
      wait = Number(
        response.headers.get('retry-after') ?? response.headers.get('x-retry-after') ?? Number.NaN,
      );
    };
    void attempt({ onError })
      .then(
        (failure) => setError(failure && signInMessage(failure, wait)),
        () => setError(signInMessage(null)),
      )
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };

  return { busy, error, submit };
}
