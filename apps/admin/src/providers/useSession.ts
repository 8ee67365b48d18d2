import { useQuery } from '@tanstack/react-query';
import { readSession } from './authProvider.ts';

/** Who is signed in; undefined until known. */
export const useSession = () =>
  useQuery({ queryKey: ['own', 'session'], queryFn: readSession, staleTime: 60_000 }).data;
