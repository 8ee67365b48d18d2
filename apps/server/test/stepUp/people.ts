import type { StaffRole, StepUpProof } from '@paydesk/types';
import { symmetricEncrypt } from 'better-auth/crypto';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { signInserted } from '../../src/origin/stampOrigin.ts';
import type { Staff } from '../../src/models/Staff.ts';
import type { AppContext } from '../../src/context/appContext.ts';

export const PASSWORD = 'a long enough password';
const RECOVERY_CODES = ['aaaaa-AAAAA', 'bbbbb-BBBBB', 'ccccc-CCCCC'];

let people = 0;

export async function hire(desk: AppContext, role: StaffRole = 'approver'): Promise<Staff> {
  people += 1;
  return (
    await createStaff(desk.knex, desk.auth, {
      email: `stepper${people}@desk.test`,
      name: `Stepper ${people}`,
      role,
      password: PASSWORD,
    })
  ).staff;
}

export interface Totp {
  secret: string;
  recoveryCodes: string[];
  /** The code of the current step, or of one `offset` steps later. */
  code(offset?: number): StepUpProof;
}

/** Gives a person an authenticator app that has not been used yet, as better-auth stores it. */
export async function enrolTotp(desk: AppContext, staffId: string): Promise<Totp> {
  const key = (await desk.auth.$context).secretConfig;
  const secret = newId().replaceAll('-', '');
  const id = newId();
  await desk.knex('staff_two_factors').insert({
    id,
    staff_id: staffId,
    verified: true,
    secret: await symmetricEncrypt({ key, data: secret }),
    backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(RECOVERY_CODES) }),
  });
  await signInserted(desk.knex, 'two_factor', id);
  await desk.knex('staff').where({ id: staffId }).update({ two_factor_enabled: true });
  return {
    secret,
    recoveryCodes: RECOVERY_CODES,
    code: (offset = 0) => ({ kind: 'totp', code: totpCode(secret, totpStep(desk.clock.now()) + offset) }),
  };
}

/** A code that is not valid now. */
export function wrongCode(desk: AppContext, { secret }: Totp, seed: number): StepUpProof {
  const right = [-1, 0, 1].map((offset) => totpCode(secret, totpStep(desk.clock.now()) + offset));
  for (let guess = seed * 1000; ; guess += 1) {
    const code = String(guess % 1_000_000).padStart(6, '0');
    if (!right.includes(code)) return { kind: 'totp', code };
  }
}

/** A challenge like any other. */
export const someChallenge = (of = newId()): string => sha256Hex(of);
