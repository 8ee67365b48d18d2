import type { MutationPath } from '@paydesk/types/rules';
import { lazy, Suspense, useEffect, useState } from 'react';
import { onProofRequested } from '../providers/actions.ts';
import type { StepUpProof } from '../providers/records.ts';
import { needsStepUp } from '../stepUp/purposeOf.ts';
import { ProofDeclined } from './proofDeclined.ts';
import { t } from '../texts/t.ts';

// Loaded when it is first needed: most pages never ask.
const ProofDialog = lazy(async () => ({ default: (await import('./ProofDialog.tsx')).ProofDialog }));

export interface Question {
  path: MutationPath;
  input: unknown;
  answer: (proof: StepUpProof | undefined) => void;
  decline: (reason: Error) => void;
}

/**
 * Asks for the second factor of actions that have no dialog of their own: those of forms and of single
 * buttons. One at a time.
 */
export function ProofPrompt() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(
    () =>
      onProofRequested(async (path, input) => {
        if (!needsStepUp(path)) return undefined;
        try {
          return await new Promise<StepUpProof | undefined>((answer, decline) =>
            setQuestion((before) => {
              before?.decline(new ProofDeclined(t('Another action was started. Nothing was sent.')));
              return { path, input, answer, decline };
            }),
          );
        } finally {
          setQuestion((now) => (now?.input === input ? null : now));
        }
      }),
    [],
  );
  return (
    question && (
      <Suspense>
        <ProofDialog question={question} />
      </Suspense>
    )
  );
}
