import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram, whenReady } from './childProgram.ts';
import type { Shop } from './shops.ts';
import type { Desk } from './startDesk.ts';

export interface StartedShop {
  url: string;
  /** The secret of its webhook endpoint. */
  secret: string;
  output(): string;
  stop(): Promise<void>;
}

/** Names its webhook endpoint to the desk, as an admin does, and starts the shop. */
export async function startShop(
  shop: Shop,
  { port, desk, deskUrl }: { port: number; desk: Desk; deskUrl: string },
): Promise<StartedShop> {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-shop-'));
  // `localhost` is what its customers type, and the origin that the desk knows.
  const url = `http://localhost:${port}`;
  const { secret } = await desk.staff.command<{ secret: string }>('webhookEndpoints.create', {
    url: `http://127.0.0.1:${port}/paydesk-webhook`,
    eventTypes: ['payment.credited'],
  });
  const plan = shop.program(port, folder);
  const program = startProgram({
    ...plan,
    env: {
      SHOP_DATABASE: join(folder, 'shop.sqlite'),
      ...plan.env,
      PORT: String(port),
      PAYDESK_URL: deskUrl,
      PAYDESK_API_KEY: desk.apiKey,
      PAYDESK_WEBHOOK_SECRETS: secret,
      PYTHONDONTWRITEBYTECODE: '1',
      LOG_LEVEL: 'warn',
    },
  });
  await whenReady(program, `The shop ${shop.name}`, async () => await answers(url));
  return {
    url,
    secret,
    output: program.output,
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    ({ status }) => status < 500,
    () => false,
  );
}
