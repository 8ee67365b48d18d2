import { useEffect, useRef, useState } from 'react';
import type { StepUpMethod, StepUpProof, StepUpPurpose } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { PasskeyProblem, passkeyProblem } from './passkeyProblem.ts';
import { knowsPasskeys, signWithPasskey } from './signWithPasskey.ts';
import { stepUpRefusal } from './stepUpRefusal.ts';
import { useCountdown } from './useCountdown.ts';
import { useSecondFactors } from './useSecondFactors.ts';

/**
 * What the step-up field shows. `free`: nobody asks this person, there is no field. `enrol`: it is asked for
 * and they have none. `ask`: they give it here.
 */
export type StepUpPhase = 'loading' | 'broken' | 'free' | 'enrol' | 'ask';

export interface StepUpState {
  phase: StepUpPhase;
  /** What the person is asked for right now, and what they could give instead. */
  method: StepUpMethod;
  others: readonly StepUpMethod[];
  choose: (method: StepUpMethod) => void;
  code: string;
  setCode: (code: string) => void;
  /** What is wrong, for the field. */
  problem: string | null;
  /** The prompt of the browser was closed: said, but not as an error. */
  calm: boolean;
  /** While the browser asks for the passkey. */
  signing: boolean;
  /** Seconds until a proof is looked at again; 0: now. */
  lockedSeconds: number;
  /** Whether the button that needs the proof can do anything now. */
  canProve: boolean;
  retry: () => void;
  /**
   * Gets the proof: call it when the person presses the button. Null: not now, and the field says why.
   * `proof` is undefined where nobody asks for one. Each proof is good for one try.
   */
  prove: () => Promise<{ proof?: StepUpProof } | null>;
}

const ORDER: readonly StepUpMethod[] = ['passkey', 'totp', 'recoveryCode'];
/**
 * What the policy may ask a second factor for of everybody. All other deeds ask only those who have one: the
 * first of all cannot be proved by another.
 */
const POLICY_DEEDS: readonly StepUpPurpose['kind'][] = ['approve', 'complete', 'payOut', 'publishPolicy'];

/**
 * The second factor for one deed: what to ask, and the proof once it was given.
 *
 * @param purpose what is about to be done, as the input of `security.challenge`; called at the moment of the
 *   deed. Null: this deed needs none.
 * @param failure what the last try of the deed threw; if it was about the second factor, `problem` says so
 *   and the code is emptied
 */
export function useStepUp(purpose: (() => StepUpPurpose) | null, failure: unknown): StepUpState {
  const { factors, error, refetch } = useSecondFactors(purpose !== null);
  const [chosen, choose] = useState<StepUpMethod | null>(null);
  const [code, setCode] = useState('');
  const [own, setOwn] = useState<PasskeyProblem | string | null>(null);
  const [signing, setSigning] = useState(false);
  const prompting = useRef(false);

  const usable = ORDER.filter(
    (method) => factors?.methods.includes(method) && (method !== 'passkey' || knowsPasskeys()),
  );
  const method = chosen !== null && usable.includes(chosen) ? chosen : (usable[0] ?? 'totp');
  const refusal = stepUpRefusal(failure, method);
  const lockedSeconds = useCountdown(refusal?.lockedUntil ?? factors?.lockedUntil ?? null);
  useEffect(() => {
    // A code that was refused is no good any more, and one that was taken neither.
    setCode('');
    setOwn(null);
  }, [failure]);

  const phase = phaseOf();
  function phaseOf(): StepUpPhase {
    if (purpose === null) return 'free';
    if (factors === undefined) return error ? 'broken' : 'loading';
    if (usable.length > 0) return 'ask';
    return factors.isRequired && POLICY_DEEDS.includes(purpose().kind) ? 'enrol' : 'free';
  }

  const prove = async () => {
    setOwn(null);
    if (phase === 'free' || purpose === null) return {};
    if (phase !== 'ask' || lockedSeconds > 0) return null;
    if (method === 'totp')
      return /^\d{6}$/.test(code)
        ? { proof: { kind: 'totp' as const, code } }
        : complain('Enter the six digits that your authenticator app shows now.');
    if (method === 'recoveryCode')
      return code.trim().length >= 8
        ? { proof: { kind: 'recoveryCode' as const, code: code.trim() } }
        : complain('Enter one of your recovery codes.');
    // A double click comes before the next render, and a second prompt would end the first.
    if (prompting.current) return null;
    prompting.current = true;
    setSigning(true);
    try {
      const { passkeyOptions } = await trpc.security.challenge.query(purpose());
      if (!passkeyOptions)
        return complain('None of your passkeys belongs to this address of the desk. Use a code instead.');
      return { proof: await signWithPasskey(passkeyOptions) };
    } catch (thrown) {
      setOwn(
        thrown instanceof PasskeyProblem
          ? thrown
          : thrown instanceof Error
            ? thrown.message
            : passkeyProblem(thrown),
      );
      return null;
    } finally {
      prompting.current = false;
      setSigning(false);
    }
  };
  const complain = (words: string) => {
    setOwn(words);
    return null;
  };

  const said = own instanceof PasskeyProblem ? own.message : own;
  return {
    phase,
    method,
    code,
    setCode,
    signing,
    lockedSeconds,
    prove,
    others: usable.filter((one) => one !== method),
    choose: (next) => {
      choose(next);
      setCode('');
      setOwn(null);
    },
    problem: said ?? refusal?.message ?? null,
    calm: own instanceof PasskeyProblem && own.cancelled,
    canProve: phase === 'free' || (phase === 'ask' && lockedSeconds === 0 && !signing),
    retry: () => void refetch(),
  };
}
