import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

export interface BrandLogo {
  content: Buffer;
  /** From the content; the file's name says nothing. */
  type: 'image/png' | 'image/svg+xml';
  /** Where this desk serves it; contains a hash, so that browsers may keep it forever. */
  path: string;
}

const MAX_KILOBYTES = 100;
const MAX_PIXELS = 2048;

/** A logo that cannot be used. The message continues a sentence that begins with the setting's name. */
export class LogoError extends Error {}

/**
 * Reads a logo and checks it.
 * @param file absolute path
 * @throws LogoError
 */
export function readBrandLogo(file: string): BrandLogo {
  const content = contentOf(file);
  const type = typeOf(content);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { content, type, path: `/brand/logo-${hash}.${type === 'image/png' ? 'png' : 'svg'}` };
}

function contentOf(file: string): Buffer {
  let content: Buffer;
  try {
    // Checked before it is read: the path may be wrong, and lead to something large.
    const { size } = statSync(file);
    if (size > MAX_KILOBYTES * 1000) throw new LogoError(`must have at most ${MAX_KILOBYTES} kB`);
    content = readFileSync(file);
  } catch (error) {
    throw error instanceof LogoError ? error : new LogoError('must be the path of a file that can be read');
  }
  return content;
}

const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

function typeOf(content: Buffer): BrandLogo['type'] {
  if (content.length >= 24 && content.subarray(0, PNG_START.length).equals(PNG_START)) {
    const sides = [content.readUInt32BE(16), content.readUInt32BE(20)];
    if (sides.some((pixels) => pixels < 1 || pixels > MAX_PIXELS))
      throw new LogoError(`must have at most ${MAX_PIXELS} pixels on each side`);
    return 'image/png';
  }
  requireDrawing(textOf(content));
  return 'image/svg+xml';
}

function textOf(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new LogoError('must be a PNG or SVG image');
  }
}

const SVG = /^\s*(<\?xml\s[^>]*\?>\s*)?(<!--[^]*?-->\s*)*<svg[\s>]/;

/** What a drawing does not need. Pages show it as an image, where browsers ignore all of this. */
const ACTIVE = [
  /<!(DOCTYPE|ENTITY)/i,
  /<\?(?!xml\s)/i,
  /<([\w.-]+:)?(script|foreignObject|iframe|embed|object|audio|video|handler|listener)\b/i,
  /[\s"'/]on[a-z]+\s*=/i,
  /@import/i,
  /\burl\(\s*["']?\s*(?!["'\s]*#)/i,
  /(href|src)\s*=\s*(?!["']\s*(#|data:image\/(png|jpeg|webp);))/i,
];

function requireDrawing(text: string): void {
  if (!SVG.test(text)) throw new LogoError('must be a PNG or SVG image');
  if (ACTIVE.some((pattern) => pattern.test(text)))
    throw new LogoError(
      'must be a drawing alone: no scripts, event handlers, document types or references to other files',
    );
}
