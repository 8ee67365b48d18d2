import { Badge } from '../fields/Badge.tsx';
import type { Staff } from '../providers/records.ts';

/** Whether a person can sign in. */
export const StaffStateBadge = ({ person }: { person: Staff }) =>
  person.isActive ? <Badge color="success">Active</Badge> : <Badge color="danger">Deactivated</Badge>;
