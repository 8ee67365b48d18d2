import { staffCreateInput, STAFF_ROLES } from '@paydesk/types';
import { z } from 'zod';
import { addStaff } from '../../staff/addStaff.ts';
import { COMMAND_LINE } from '../../base/actor.ts';
import { command } from '../command.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

const { email, role, name } = staffCreateInput.shape;

export const createStaffCommand = command({
  name: 'create-staff',
  summary: 'Make an account for a member of staff',
  options: {
    email: { value: 'EMAIL', help: 'What they sign in with', required: true },
    role: { value: 'ROLE', help: STAFF_ROLES.join(', '), required: true },
    name: { value: 'NAME', help: 'Shown beside what they do; the e-mail address when left out' },
    password: { help: 'Read the password from standard input; without it one is made and shown once' },
  },
  input: z.object({ email, role, name: name.optional(), password: z.boolean().optional() }),
  async run(input, context) {
    const password = input.password === true ? await context.readSecret('Password: ') : undefined;
    // Whoever has a shell on this machine has the database: the audit log names the command line.
    const { staff, generatedPassword } = await withContext(
      context,
      { provider: false },
      async (ctx) =>
        await addStaff(ctx, COMMAND_LINE, {
          email: input.email,
          role: input.role,
          name: input.name ?? input.email,
          password,
        }),
    );
    const shown = { id: staff.id, email: staff.email, name: staff.name, role: staff.role };
    const text = facts({
      'E-mail': staff.email,
      Role: staff.role,
      Password:
        generatedPassword === null ? 'the one given' : `${generatedPassword}   (shown only this once)`,
    });
    return { json: { ...shown, password: generatedPassword }, text };
  },
});
