import type { StaffRole } from '@paydesk/types';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { permissionsOfRole } from '../../src/auth/principal.ts';
import type { Staff } from '../../src/models/Staff.ts';
import { addPasskey } from '../../src/security/addPasskey.ts';
import { startPasskey } from '../../src/security/startPasskey.ts';
import { SoftAuthenticator } from '../stepUp/softAuthenticator.ts';
import { enrolTotp, hire, PASSWORD, type Totp } from '../stepUp/people.ts';
import type { Caller } from './http.ts';
import type { TestDesk } from './testDesk.ts';

export interface SignedIn {
  staff: Staff;
  /** The session alone, as a thief would have it. */
  caller: Caller;
}

/** A new member of staff with a session, and without any second factor yet. */
export async function signedIn(desk: TestDesk, role: StaffRole): Promise<SignedIn> {
  const staff = await hire(desk, role);
  const browser = new Browser(desk.auth);
  const { status } = await browser.signIn(staff.email, PASSWORD);
  if (status !== 200) throw new Error(`could not sign in: ${status}`);
  return { staff, caller: { cookie: browser.cookie, origin: PUBLIC_URL } };
}

export async function withTotp(desk: TestDesk, role: StaffRole): Promise<SignedIn & { totp: Totp }> {
  const person = await signedIn(desk, role);
  return { ...person, totp: await enrolTotp(desk, person.staff.id) };
}

export async function withPasskey(
  desk: TestDesk,
  role: StaffRole,
): Promise<SignedIn & { passkey: SoftAuthenticator }> {
  const person = await signedIn(desk, role);
  const { id, name, email } = person.staff;
  const principal = {
    kind: 'staff',
    id,
    name,
    email,
    role,
    twoFactorEnabled: false,
    sessionId: id,
    permissions: permissionsOfRole(role),
  } as const;
  const passkey = new SoftAuthenticator(PUBLIC_URL);
  const { challenge } = await startPasskey(desk, principal);
  await addPasskey(desk, { kind: 'staff', id, name }, id, {
    name: 'key',
    password: PASSWORD,
    proof: undefined,
    answer: passkey.create(challenge),
  });
  return { ...person, passkey };
}
