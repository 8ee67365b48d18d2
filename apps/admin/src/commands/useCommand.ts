import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import { fieldErrorsOf } from '../providers/httpError.ts';
import { t } from '../texts/t.ts';
import { noteOwnChange } from '../providers/ownChanges.ts';

interface CommandState<Input> {
  busy: boolean;
  error: string | null;
  /** What the last attempt threw; null while there is nothing to report. */
  failure: unknown;
  fieldErrors: Record<string, string>;
  run: (input: Input) => void;
  reset: () => void;
}

/**
 * Runs one command at a time and waits for the desk's answer; what is on the screen is loaded again
 * afterwards.
 *
 * @param call the command
 * @param done the message after success; null shows none
 */
export function useCommand<Input = void, Result = unknown>(
  call: (input: Input) => Promise<Result>,
  done: ((result: Result) => string) | null,
  onDone?: (result: Result) => void,
): CommandState<Input> {
  const running = useRef(false);
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (input: Input) => call(input),
    // Without a connection a command fails at once: it must not run later, when the person has moved on.
    networkMode: 'always',
    onSuccess: (result) => {
      if (done) notify(done(result), { type: 'success' });
      onDone?.(result);
    },
    onSettled: () => {
      running.current = false;
      noteOwnChange();
      // Also after a failure: someone else may have been faster, and the screen shows what is true now.
      refresh();
    },
  });
  return {
    busy: isPending,
    error: error && (error.message || t('This did not work.')),
    failure: error,
    fieldErrors: fieldErrorsOf(error),
    run: (input) => {
      // A double click comes before the next render: state alone would let it through.
      if (running.current) return;
      running.current = true;
      mutate(input);
    },
    reset,
  };
}
