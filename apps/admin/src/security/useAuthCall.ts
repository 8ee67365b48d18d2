import { useRef, useState } from 'react';
import { type AuthError, signInMessage } from '../providers/authMessages.ts';

interface Answer<Data> {
  data: Data | null;
  error: AuthError | null;
}

/** Runs one call of an authentication endpoint at a time; `error` is a message to show. */
export function useAuthCall() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);

  const run = async <Data>(call: () => Promise<Answer<Data>>): Promise<Data | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      const answer = await call();
      if (answer.error) setError(signInMessage(answer.error));
      return answer.data;
    } catch {
      setError(signInMessage(null));
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, error };
}
