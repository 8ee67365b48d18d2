import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../../apps/desk/src/commandLine/program.ts';

const root = resolve(import.meta.dirname, '../..');
const FILES = ['*.md', '*.yaml', '*.yml', '*.service', '.env.example'];
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...FILES], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(resolve(root, file)) && !/^CHANGELOG|decisions\//.test(file));

/** What follows `paydesk` in code, or after `pnpm`; `kubectl -n paydesk` is a namespace. */
function callsIn(text: string): string[] {
  const calls = [
    ...text.matchAll(/(?:`|^\s*(?:\$ )?|pnpm |pnpm@12 |\bsudo [^`\n]*)paydesk ([a-z][^`\n”]*)/gm),
  ];
  return calls.map(([, call = '']) => call.split(/ [|>&;#\\]|[;)]/)[0]?.trim() ?? '');
}

/** Why the command line would refuse the words; null: it would not. Placeholders stand for values. */
function mistakeIn(call: string): string | null {
  const words = call.split(/\s+/);
  const found =
    program.commands.find(({ name }) => name === words.slice(0, 2).join(' ')) ??
    program.commands.find(({ name }) => name === words[0]);
  if (found === undefined) return 'there is no such command';
  const unknown = words
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '')
    .filter((option) => !Object.hasOwn(found.options, option) && !['json', 'help'].includes(option));
  return unknown.length === 0 ? null : `${found.name} has no option ${unknown.join(', ')}`;
}

test('every call of paydesk in the documentation has a command and options that exist', () => {
  const calls = files.flatMap((file) =>
    callsIn(readFileSync(resolve(root, file), 'utf8')).map((call) => ({ file, call })),
  );
  expect(calls.length).toBeGreaterThan(40);
  expect(
    calls
      .map(({ file, call }) => ({ file, call, mistake: mistakeIn(call) }))
      .filter(({ mistake }) => mistake !== null),
  ).toEqual([]);
});

test('a command and an option that do not exist are found', () => {
  const page =
    'Run `paydesk verify --against FILE`, `pnpm paydesk staff invte x`, or\n\n```\npaydesk reconcile --hours 7 # all\n```\n';
  expect(callsIn(page).map(mistakeIn)).toEqual([
    null,
    'there is no such command',
    'reconcile has no option hours',
  ]);
});
