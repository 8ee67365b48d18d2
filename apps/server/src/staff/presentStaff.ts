import type { staffOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { Staff } from '../models/Staff.ts';

export function presentStaff(s: Staff): z.infer<typeof staffOutput> {
  return {
    id: s.id, name: s.name, email: s.email, role: s.role, twoFactorEnabled: s.twoFactorEnabled === true, isActive: s.deactivatedAt === null,
    deactivatedAt: s.deactivatedAt?.toISOString() ?? null, createdAt: s.createdAt.toISOString(),
  };
}
