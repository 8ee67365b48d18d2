import type { StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import { afterAll } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import type { Totp } from '../stepUp/people.ts';
import { call, PUBLIC_URL, type Caller, type TrpcAnswer } from '../support/http.ts';

import { withTotp } from '../support/people.ts';
import { testDesk, testSettings } from '../support/testDesk.ts';

/** A member of staff with an authenticator app. */
export interface Insider {
  id: string;
  caller: Caller;
  /** With their second factor. */
  does(path: string, input?: object): Promise<TrpcAnswer>;
  /** With their session only. */
  asThief(path: string, input?: object): Promise<TrpcAnswer>;
}

/** A desk as with a real provider, on this file's database. */
export async function governedDesk(changes: Record<string, string> = {}) {
  const desk = await testDesk({
    settings: testSettings({
      PUBLIC_URL,
      NOWPAYMENTS_API_KEY: 'a real key',
      NOWPAYMENTS_IPN_SECRET: 'a real secret',
      ...changes,
    }),
  });
  const app = await createApp(desk);
  afterAll(async () => await app.close());
  const { knex } = desk;
  const proofOf = async (id: string, totp: Totp) => {
    // Each code is valid once: as if half a minute had passed.
    await knex('staff_two_factors').where({ staff_id: id }).update({ last_used_step: null });
    return totp.code();
  };
  const insider = async (role: StaffRole): Promise<Insider> => {
    const { staff, caller, totp } = await withTotp(desk, role);
    return {
      id: staff.id,
      caller,
      does: async (path, input = {}) =>
        await call(app, caller, path, { ...input, proof: await proofOf(staff.id, totp) }),
      asThief: async (path, input = {}) => await call(app, caller, path, input),
    };
  };
  return { desk, app, knex, insider };
}

export const reasonOf = (answer: TrpcAnswer): string => answer.error?.data.reason ?? 'OK';

export const statusOf = async (desk: { knex: Knex }, id: string): Promise<string> =>
  (await ChangeRequest.query(desk.knex).findById(id).throwIfNotFound()).status;

/** Lets a waiting request's times pass, as only the owner of the table can. */
export async function letPass(knex: Knex, id: string, times: object): Promise<void> {
  await knex.raw('alter table change_requests disable trigger change_requests_guard');
  await knex('change_requests').where({ id }).update(times);
  await knex.raw('alter table change_requests enable always trigger change_requests_guard');
}

export { changeRequestIdOf as requestOf } from '../support/http.ts';
