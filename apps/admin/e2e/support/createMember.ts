import type { StaffRole } from '@paydesk/types/rules';
import { inject } from 'vitest';
import { agreed } from './agreed.ts';
import { staffClient } from './staffClient.ts';

interface NewMember {
  email: string;
  name: string;
  role: StaffRole;
  password: string;
}

/** A new member of staff. Approvers and admins need a second admin, and then come by an invitation. */
export async function createMember(member: NewMember): Promise<void> {
  const result = await agreed(async () => await staffClient().staff.create.mutate(member));
  if (result === null) return;
  const { link } = await staffClient().staff.reissueInvite.mutate({ id: result.id });
  const url = inject('deskUrl');
  const answer = await fetch(`${url}/api/invites/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({
      token: link.split('/#/invite/')[1],
      name: member.name,
      password: member.password,
    }),
  });
  if (!answer.ok) throw new Error(`${member.name} could not join: ${answer.status}`);
}
