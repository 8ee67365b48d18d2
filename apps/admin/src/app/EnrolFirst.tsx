import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { useSession } from '../providers/session.ts';

/**
 * Takes whoever owes a second factor to the page where it is set up; the server opens nothing else to them.
 */
export function EnrolFirst({ children }: { children: ReactNode }) {
  const session = useSession();
  const { pathname } = useLocation();
  return session?.mustEnrol && pathname !== '/security' ? <Navigate to="/security" replace /> : children;
}
