import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import http from 'highlight.js/lib/languages/http';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import { escapeHtml } from './escapeHtml.ts';

/** Languages of code blocks, by the word after the three backquotes. Any other word fails the build. */
const LANGUAGES = {
  sh: ['Shell', bash],
  ts: ['TypeScript', typescript],
  js: ['JavaScript', javascript],
  py: ['Python', python],
  php: ['PHP', php],
  json: ['JSON', json],
  http: ['HTTP', http],
} as const;

for (const [name, [, language]] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);

/** A code block as HTML: classes for colors, no styles of its own, which the page's policy would refuse. */
export function highlightCode(code: string, language: string): string {
  if (language === '') return block('', escapeHtml(code));
  const known = Object.entries(LANGUAGES).find(([name]) => name === language);
  if (known === undefined) throw new Error(`The guide has no language “${language}” for code blocks`);
  const [name, [title]] = known;
  return block(title, highlighter.highlight(code, { language: name }).value);
}

const block = (title: string, html: string) =>
  `<div class="code"><div class="code-bar"><span>${title}</span></div><pre tabindex="0"><code>${html}</code></pre></div>`;
