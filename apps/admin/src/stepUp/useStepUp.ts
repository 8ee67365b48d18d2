import { Decimal } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { StepUpMethod, StepUpProof, StepUpPurpose } from '../providers/records.ts';
import { onSessionEnded } from '../providers/authClient.ts';
import { trpc } from '../providers/trpc.ts';
import { systemInfoQuery } from '../providers/useSystemInfo.ts';
import { PasskeyError, toPasskeyError } from './passkeyError.ts';
import { signWithPasskey, supportsPasskeys } from './passkeys.ts';
import { readStepUpError } from './stepUpError.ts';
import { useCountdown } from './useCountdown.ts';
import { useSecondFactors } from './useSecondFactors.ts';
import { t } from '../texts/t.ts';

/**
 * What the step-up field shows. `notNeeded`: no second factor is required, and there is no field. `enrol`: it
 * is required and the person has none; `enrolPasskey`: they have a code, and the amount needs a passkey. `ask`: the
 * person gives it here.
 */
type StepUpPhase = 'loading' | 'failed' | 'notNeeded' | 'enrol' | 'enrolPasskey' | 'ask';

export interface StepUpState {
  phase: StepUpPhase;
  /** The method in use, and those that could be used instead. */
  method: StepUpMethod;
  others: readonly StepUpMethod[];
  choose: (method: StepUpMethod) => void;
  code: string;
  setCode: (code: string) => void;
  /** What is wrong, for the field. */
  problem: string | null;
  /** The person closed the browser's prompt: shown as information, not as an error. */
  wasCancelled: boolean;
  /** While the browser asks for the passkey. */
  signing: boolean;
  /** Seconds until a proof is accepted again; 0: now. */
  lockedSeconds: number;
  /** Whether the button that needs the proof can be pressed now. */
  canSubmit: boolean;
  retry: () => void;
  /**
   * Gets the proof: call it when the person presses the button. Null: there is none, and the field shows why.
   * `proof` is undefined where no second factor is required. Each proof is good for one attempt.
   */
  collectProof: () => Promise<{ proof?: StepUpProof } | null>;
}

const ORDER: readonly StepUpMethod[] = ['passkey', 'totp', 'recoveryCode'];
/**
 * Who needs a second factor for an action. `policy`: everyone if the withdrawal policy says so. `provider`:
 * everyone on a desk with a real payment provider. `ifEnrolled`: people who have one.
 */
export type StepUpDemand = 'policy' | 'provider' | 'ifEnrolled';

/**
 * The second factor for one action: what to ask for, and the proof once it was given.
 *
 * @param purpose what is about to be done, as the input of `security.challenge`; called when the proof is
 *   collected. Null: this action needs no second factor.
 * @param amountUsd of a withdrawal that is approved or paid: from the highest band of the policy on only a passkey counts
 * @param failure what the last attempt of the action threw; if it was about the second factor, `problem` shows
 *   it and the code is emptied
 */
export function useStepUp(
  purpose: (() => StepUpPurpose) | null,
  failure: unknown,
  demand: StepUpDemand = 'ifEnrolled',
  amountUsd?: string,
): StepUpState {
  const { factors, error, refetch } = useSecondFactors(purpose !== null);
  const provider = useQuery({ ...systemInfoQuery, enabled: purpose !== null && demand === 'provider' });
  const [chosen, choose] = useState<StepUpMethod | null>(null);
  const [code, setCode] = useState('');
  const [localError, setLocalError] = useState<PasskeyError | string | null>(null);
  const [signing, setSigning] = useState(false);
  const prompting = useRef(false);

  const passkeyOnly =
    amountUsd !== undefined &&
    factors !== undefined &&
    new Decimal(amountUsd).greaterThanOrEqualTo(factors.passkeyFromUsd);
  const usable = ORDER.filter(
    (method) =>
      factors?.methods.includes(method) && (method === 'passkey' ? supportsPasskeys() : !passkeyOnly),
  );
  const method = chosen !== null && usable.includes(chosen) ? chosen : (usable[0] ?? 'totp');
  const rejection = readStepUpError(failure, method);
  const lockedSeconds = useCountdown(rejection?.lockedUntil ?? factors?.lockedUntil ?? null);
  useEffect(() => {
    // A code works once, whether it was accepted or not.
    setCode('');
    setLocalError(null);
  }, [failure]);
  // It may wait for somebody else now.
  useEffect(
    () =>
      onSessionEnded(() => {
        setCode('');
        return false;
      }),
    [],
  );

  const phase = phaseOf();
  function phaseOf(): StepUpPhase {
    if (purpose === null) return 'notNeeded';
    if (factors === undefined) return error ? 'failed' : 'loading';
    if (usable.length > 0) return 'ask';
    if (passkeyOnly && factors.methods.length > 0) return 'enrolPasskey';
    // Else a person without one would confirm what a real provider makes the server refuse.
    if (provider.isLoading) return 'loading';
    const isRealProvider = provider.data?.simulatorInUse === false;
    const isDemanded = { policy: factors.isRequired, provider: isRealProvider, ifEnrolled: false }[demand];
    return isDemanded ? 'enrol' : 'notNeeded';
  }

  const collectProof = async () => {
    setLocalError(null);
    if (phase === 'notNeeded' || purpose === null) return {};
    if (phase !== 'ask' || lockedSeconds > 0) return null;
    if (method === 'totp')
      return /^\d{6}$/.test(code)
        ? { proof: { kind: 'totp' as const, code } }
        : fail(t('Enter the six digits that your authenticator app shows now.'));
    if (method === 'recoveryCode')
      return code.trim().length >= 8
        ? { proof: { kind: 'recoveryCode' as const, code: code.trim() } }
        : fail(t('Enter one of your recovery codes.'));
    // A double click comes before the next render, and a second prompt would end the first.
    if (prompting.current) return null;
    prompting.current = true;
    setSigning(true);
    try {
      const { passkeyOptions } = await trpc.security.challenge.query(purpose());
      if (!passkeyOptions)
        return fail(t('None of your passkeys belongs to this address of the desk. Use a code instead.'));
      return { proof: await signWithPasskey(passkeyOptions) };
    } catch (thrown) {
      if (thrown instanceof PasskeyError) setLocalError(thrown);
      else setLocalError(thrown instanceof Error ? thrown.message : toPasskeyError(thrown));
      return null;
    } finally {
      prompting.current = false;
      setSigning(false);
    }
  };
  const fail = (message: string) => {
    setLocalError(message);
    return null;
  };

  const localMessage = localError instanceof PasskeyError ? localError.message : localError;
  return {
    phase,
    method,
    code,
    setCode,
    signing,
    lockedSeconds,
    collectProof,
    others: usable.filter((other) => other !== method),
    choose: (next) => {
      choose(next);
      setCode('');
      setLocalError(null);
    },
    problem: localMessage ?? rejection?.message ?? null,
    wasCancelled: localError instanceof PasskeyError && localError.cancelled,
    canSubmit: phase === 'notNeeded' || (phase === 'ask' && lockedSeconds === 0 && !signing),
    retry: () => void refetch(),
  };
}
