import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { addFiles, installInto } from './project.ts';

/** A request to the shop's webhook. */
interface ReceivedWebhook {
  body: string;
  headers: Record<string, string>;
}

export interface Shop {
  /** An origin of its own, that serves the bundle as a shop's page would be. */
  origin: string;
  received: ReceivedWebhook[];
}

/** The page of e2e/projects, bundled from the installed package as a shop would. */
export async function bundledPage(): Promise<string> {
  const folder = await installInto('npm');
  addFiles(folder, ['page.js']);
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

export async function startShop(bundle: string): Promise<Shop> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void text(request).then((body) => {
        received.push({ body, headers: request.headers as Record<string, string> });
        response.writeHead(204).end();
      });
      return;
    }
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? bundle : '<!doctype html><title>Shop</title><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** The shop's page in Chromium. */
export async function openShopPage(origin: string): Promise<Page> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  afterAll(async () => await browser.close());
  const page = await browser.newPage();
  await page.goto(origin);
  return page;
}
