import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from '@paydesk/server/router';

/** The one client of the app; calls of the same moment travel together. */
export const trpc = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: '/trpc', maxURLLength: 4000, maxItems: 20 })],
});
