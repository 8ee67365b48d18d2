import type { StaffRole } from '@paydesk/types/rules';
import { type OpenPage, openPage, signIn } from './browser.ts';
import { staffClient } from './staffClient.ts';

export const PASSWORD = 'a long enough password';

/** Somebody new of the staff, signed in on a page of their own. What they enrol and lock is theirs alone. */
export async function openAsNew(
  name: string,
  role: StaffRole = 'admin',
): Promise<OpenPage & { email: string }> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@paydesk.local`;
  await staffClient().staff.create.mutate({ email, name, role, password: PASSWORD });
  const opened = await openPage();
  await signIn(opened.page, { email, password: PASSWORD });
  return { ...opened, email };
}
