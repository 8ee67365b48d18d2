import type { StaffRole } from '@paydesk/types/rules';
import { type OpenPage, openPage, signIn } from './browser.ts';
import { settle } from './settle.ts';
import { staffClient } from './staffClient.ts';

export const PASSWORD = 'a long enough password';

/** Creates a member of staff and signs them in on a new page, so that second factors and locks stay separate. */
export async function openAsNew(
  name: string,
  role: StaffRole = 'admin',
): Promise<OpenPage & { email: string }> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@paydesk.local`;
  await createStaff(email, name, role);
  const opened = await openPage();
  await signIn(opened.page, { email, password: PASSWORD });
  return { ...opened, email };
}

/** Creates a member of staff with a known password; the second admin approves the role if it decides about money. */
export async function createStaff(email: string, name: string, role: StaffRole): Promise<void> {
  const { staff } = staffClient();
  const { id } = await staff.create.mutate({ email, name, role: 'viewer', password: PASSWORD });
  if (role !== 'viewer') await settle(() => staff.setRole.mutate({ id, role }));
}
