import { useRef, useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { fieldErrorsOf } from '../providers/toHttpError.ts';

interface CommandState<Input> {
  busy: boolean;
  error: string | null;
  /** What the last try threw; null while there is nothing to say. */
  failure: unknown;
  fieldErrors: Record<string, string>;
  run: (input: Input) => Promise<void>;
  reset: () => void;
}

/**
 * Runs one command at a time and waits for the desk's answer; what is on the screen is loaded anew
 * afterwards.
 *
 * @param call the command
 * @param done what to say when it succeeded; null says nothing
 */
export function useCommand<Input, Result>(
  call: (input: Input) => Promise<Result>,
  done: ((result: Result) => string) | null,
  onDone?: (result: Result) => void,
): CommandState<Input> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);
  const notify = useNotify();
  const refresh = useRefresh();

  const run = async (input: Input) => {
    // A double click comes before the next render: state alone would let it through.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      const result = await call(input);
      if (done) notify(done(result), { type: 'success' });
      onDone?.(result);
      refresh();
    } catch (failure) {
      setError(failure);
      // The state may have moved under us (someone else was faster): show what is true now.
      refresh();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  const words = error instanceof Error ? error.message : error === null ? null : 'This did not work.';
  return {
    busy,
    error: words,
    failure: error,
    fieldErrors: fieldErrorsOf(error),
    run,
    reset: () => setError(null),
  };
}
