import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { startFakeDesk } from './support/fakeDesk.ts';
import { addFiles, installInto } from './support/project.ts';

/** An origin of its own that serves the bundle, as a shop's page would be. */
async function startShop(bundle: string): Promise<string> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? bundle : '<!doctype html><title>Shop</title><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Bundled from the installed package, as a shop would. */
async function bundleOf(folder: string): Promise<string> {
  await build({
    root: folder,
    logLevel: 'error',
    configFile: false,
    build: {
      outDir: 'bundle',
      lib: { entry: join(folder, 'page.js'), formats: ['iife'], name: 'shop', fileName: () => 'page.js' },
    },
  });
  return readFileSync(join(folder, 'bundle/page.js'), 'utf8');
}

test('in a browser, a page of another origin calls the desk with a user token', async () => {
  const folder = await installInto('npm');
  addFiles(folder, ['page.js']);
  const bundle = await bundleOf(folder);
  expect(bundle.length).toBeLessThan(60_000);
  const origin = await startShop(bundle);
  const desk = await startFakeDesk({ allowedOrigin: origin });
  const closedDesk = await startFakeDesk();

  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  afterAll(async () => await browser.close());
  const page = await browser.newPage();
  await page.goto(origin);

  expect(await page.evaluate(`callDesk(${JSON.stringify(desk.url)}, 'ut_ada')`)).toEqual({
    all: ['p1', 'p2', 'p3'],
    created: 'p4',
    refused: ['INSUFFICIENT_FUNDS', true],
    event: 'payment.credited',
    webhook: 'HEADER_MISSING',
  });
  expect(desk.seen.some(({ method }) => method === 'OPTIONS')).toBe(true);
  const calls = desk.seen.filter(({ method }) => method !== 'OPTIONS');
  expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer ut_ada']));
  expect(await page.evaluate(`callForbiddenDesk(${JSON.stringify(closedDesk.url)})`)).toBe('NETWORK');
});
