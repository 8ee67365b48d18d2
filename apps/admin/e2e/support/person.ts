import type { StaffRole } from '@paydesk/types/rules';
import { type OpenPage, openPage, signIn } from './browser.ts';
import { createMember } from './createMember.ts';

export const PASSWORD = 'a long enough password';

/** Creates a member of staff and signs them in on a new page, so that second factors and locks stay separate. */
export async function openAsNew(
  name: string,
  role: StaffRole = 'admin',
): Promise<OpenPage & { email: string }> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@paydesk.local`;
  await createMember({ email, name, role, password: PASSWORD });
  const opened = await openPage();
  await signIn(opened.page, { email, password: PASSWORD });
  return { ...opened, email };
}
