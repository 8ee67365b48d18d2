import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LogoError, readBrandLogo } from './brandLogo.ts';

const folder = mkdtempSync(join(tmpdir(), 'paydesk-logo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>';

/** The start of a PNG of this size; no pixel is ever decoded here. */
function png(width: number, height: number): Buffer {
  const start = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex');
  start.writeUInt32BE(width, 16);
  start.writeUInt32BE(height, 20);
  return start;
}

let files = 0;
function read(content: string | Buffer, name = `${(files += 1)}.txt`) {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readBrandLogo(file);
}

function mistakeIn(content: string | Buffer): string | null {
  try {
    read(content);
    return null;
  } catch (error) {
    if (error instanceof LogoError) return error.message;
    throw error;
  }
}

test('the type comes from the content, and the path from its hash', () => {
  expect(read(png(200, 80), 'logo.svg')).toMatchObject({
    type: 'image/png',
    path: expect.stringMatching(/^\/brand\/logo-[0-9a-f]{16}\.png$/),
  });
  const drawing = read(`<?xml version="1.0" encoding="utf-8"?>\n<!-- a comment -->\n${SVG}`, 'logo.png');
  expect(drawing).toMatchObject({
    type: 'image/svg+xml',
    path: expect.stringMatching(/^\/brand\/logo-[0-9a-f]{16}\.svg$/),
  });
  expect(drawing.path).not.toBe(read(SVG).path);
  expect(read(SVG).path).toBe(read(SVG).path);
});

test('fragments, gradients and embedded pictures are part of a drawing', () => {
  const content =
    '<linearGradient id="a"/><path fill="url(#a)"/><path fill=\'url( "#a" )\'/><use href="#a"/><use xlink:href=\'#a\'/><image href="data:image/png;base64,AA=="/>';
  expect(mistakeIn(SVG.replace('<path', `${content}<path`))).toBeNull();
});

test.each([
  ['<script>alert(1)</script>'],
  ['<svg:script xlink:href="#a"/>'],
  ['<rect onload="alert(1)"/>'],
  ['<rect\nonclick = "alert(1)"/>'],
  ['<foreignObject><p/></foreignObject>'],
  ['<a href="javascript:alert(1)"><path/></a>'],
  ['<a href="&#106;avascript:alert(1)"><path/></a>'],
  ['<image href="https://elsewhere.example/pixel.png"/>'],
  ['<image xlink:href="//elsewhere.example/pixel.png"/>'],
  ['<use href=" https://elsewhere.example/a.svg#b"/>'],
  ['<image href="data:image/svg+xml;base64,AA=="/>'],
  ['<style>@import "https://elsewhere.example/a.css";</style>'],
  ['<path fill="url(https://elsewhere.example/a.svg#b)"/>'],
])('a drawing with %s is refused', (part) => {
  expect(mistakeIn(SVG.replace('<path', `${part}<path`))).toContain('must be a drawing alone');
});

test.each([
  ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${SVG}`],
  ['a stylesheet from elsewhere', `<?xml-stylesheet href="https://elsewhere.example/a.css"?>${SVG}`],
  ['HTML', '<!doctype html><svg></svg>'],
  ['text', 'logo'],
  ['nothing', ''],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex')],
  ['the first bytes of a PNG alone', Buffer.from('89504e470d0a1a0a', 'hex')],
])('%s is refused', (_what, content) => {
  expect(mistakeIn(content)).toMatch(/^must be a (PNG or SVG image|drawing alone)/);
});

test('size is limited, in bytes and in pixels', () => {
  expect(mistakeIn(Buffer.concat([png(10, 10), Buffer.alloc(100_000)]))).toContain('at most 100 kB');
  for (const [width, height] of [
    [2049, 10],
    [10, 2049],
    [0, 10],
  ] as const)
    expect(mistakeIn(png(width, height))).toContain('2048 pixels');
});

test('a file that is missing, or a folder, is refused', () => {
  expect(() => readBrandLogo(join(folder, 'none.png'))).toThrow('path of a file');
  expect(() => readBrandLogo(folder)).toThrow('path of a file');
});
