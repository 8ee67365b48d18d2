import type { staffSessionOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';

/** More than one person has; sessions expire after half a day without use. */
const MAX_SESSIONS = 200;

interface SessionRow {
  id: string;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
}

/** The live sessions of a member of staff, newest first, without their tokens. */
export async function listSessions(
  ctx: AppContext,
  staffId: string,
  currentId: string | null,
): Promise<z.infer<typeof staffSessionOutput>[]> {
  const rows = await ctx
    .knex('staff_sessions')
    .where({ staff_id: staffId })
    .whereRaw('expires_at > now()')
    .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
    .limit(MAX_SESSIONS)
    .select<SessionRow[]>('id', 'ip_address', 'user_agent', 'expires_at', 'created_at', 'updated_at');
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === currentId,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.updated_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
  }));
}
