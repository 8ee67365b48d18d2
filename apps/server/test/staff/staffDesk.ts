import type { StaffRole } from '@paydesk/types';
import type { FastifyInstance } from 'fastify';
import { createStaff } from '../../src/signIn/createStaff.ts';
import type { Staff } from '../../src/models/Staff.ts';
import { call, httpDesk, type TrpcAnswer } from '../support/http.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import type { TestDesk } from '../support/testDesk.ts';

export const PASSWORD = 'a long enough password';

/** A member of staff in a browser of their own. */
export interface Member {
  staff: Staff;
  browser: HttpBrowser;
  call(path: string, input?: unknown): Promise<TrpcAnswer>;
}

/** A desk with its HTTP server, on which people sign in over HTTP. */
export async function staffDesk() {
  const { desk, app } = await httpDesk();
  let people = 0;
  const newMember = async (role: StaffRole, name = `${role} ${people + 1}`): Promise<Member> => {
    people += 1;
    const { staff } = await createStaff(desk.knex, desk.auth, {
      email: `person${people}@staff.test`,
      name,
      role,
      password: PASSWORD,
    });
    return await enter(app, desk, staff);
  };
  return { desk, app, knex: desk.knex, newMember };
}

/** Signs in a member in a new browser. */
export async function enter(
  app: FastifyInstance,
  desk: TestDesk,
  staff: Staff,
  password = PASSWORD,
): Promise<Member> {
  const browser = new HttpBrowser(app);
  // The limits of sign-in are tested elsewhere.
  await desk.knex('rate_limits').delete();
  await desk.knex('staff_rate_limits').delete();
  const { status } = await browser.signIn(staff.email, password);
  if (status !== 200) throw new Error(`could not sign in: ${status}`);
  return { staff, browser, call: async (path, input = {}) => await call(app, browser.caller, path, input) };
}

export const reasonIn = (answer: TrpcAnswer): string => answer.error?.data.reason ?? 'OK';

/** The token in a link. */
export const tokenOf = (answer: TrpcAnswer): string =>
  (answer.data as { link: string }).link.split('/#/invite/')[1] ?? '';

export const idOf = (answer: TrpcAnswer): string => (answer.data as { id: string }).id;
