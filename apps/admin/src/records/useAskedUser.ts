import { useLocation } from 'react-router-dom';

/** The user that a link to a form named in its address (`?userId=…`). */
export function useUserIdParam(): string | undefined {
  return new URLSearchParams(useLocation().search).get('userId') ?? undefined;
}
