import { staffCreateInput, STAFF_ROLES } from '@paydesk/types';
import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { inviteLink } from '../../staff/inviteLinks.ts';
import { inviteStaff } from '../../staff/inviteStaff.ts';
import { command } from '../command.ts';
import { withContext } from '../withContext.ts';

const { email, role, name } = staffCreateInput.shape;

export const inviteStaffCommand = command({
  name: 'staff invite',
  summary: 'Print a link with which a person joins the staff and chooses a password',
  argument: { name: 'email', help: 'What they will sign in with' },
  options: {
    role: { value: 'ROLE', help: STAFF_ROLES.join(', '), required: true },
    name: { value: 'NAME', help: 'What the page proposes as their name; the e-mail address when left out' },
    url: { value: 'BASE', help: 'Where people open the desk; PUBLIC_URL when left out' },
  },
  input: z.object({ email, role, name: name.optional(), url: z.url({ protocol: /^https?$/ }).optional() }),
  async run(input, context) {
    // Whoever has a shell on this machine has the database: the audit log names the command line.
    const { invite, token } = await withContext(
      context,
      { provider: false },
      async (ctx) =>
        await inviteStaff(ctx, COMMAND_LINE, {
          email: input.email,
          role: input.role,
          name: input.name ?? input.email,
        }),
    );
    const link = inviteLink(input.url ?? context.settings.publicUrl, token);
    const expiresAt = invite.expiresAt.toISOString();
    context.note(
      `Link for ${invite.email} (${invite.role}), valid once and until ${expiresAt}; it is shown only this once:`,
    );
    return {
      json: { id: invite.id, email: invite.email, role: invite.role, name: invite.name, expiresAt, link },
      text: link,
    };
  },
});
