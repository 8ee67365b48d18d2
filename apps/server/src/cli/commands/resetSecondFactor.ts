import { staffCreateInput } from '@paydesk/types';
import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { DomainError } from '../../base/domainError.ts';
import { transact } from '../../db/transact.ts';
import { Staff } from '../../models/Staff.ts';
import { resetSecondFactors } from '../../stepUp/resetSecondFactors.ts';
import { command } from '../command.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

export const resetSecondFactorCommand = command({
  name: 'reset-second-factor',
  summary: 'Let a person sign in who has lost authenticator app, recovery codes and passkeys',
  options: { email: { value: 'EMAIL', help: 'What they sign in with', required: true } },
  input: z.object({ email: staffCreateInput.shape.email }),
  async run({ email }, context) {
    const { staff, passkeys, hadTotp } = await withContext(
      context,
      { provider: false },
      async (ctx) =>
        await transact(ctx.knex, async (trx) => {
          const found = await Staff.query(trx).findOne({ email: email.toLowerCase() });
          if (found === undefined) throw new DomainError('NOT_FOUND', `there is no member of staff ${email}`);
          return await resetSecondFactors(trx, {
            staffId: found.id,
            actor: COMMAND_LINE,
            at: ctx.clock.now(),
          });
        }),
    );
    const taken =
      [
        ...(hadTotp ? ['authenticator app'] : []),
        ...(passkeys > 0 ? [`${passkeys} ${passkeys === 1 ? 'passkey' : 'passkeys'}`] : []),
      ].join(', ') || 'none';
    return {
      json: { id: staff.id, email: staff.email, passkeys, authenticatorApp: hadTotp },
      text: facts({
        'E-mail': staff.email,
        'Taken away': taken,
        'Next sign-in': 'with the password alone: set up a second factor at once',
      }),
    };
  },
});
