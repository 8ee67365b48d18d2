import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { policyPublishInput, policyRulesSchema } from '@paydesk/types';
import { z } from 'zod';
import { applyPolicy } from '../../policies/applyPolicy.ts';
import { command } from '../command.ts';
import { CommandFailure } from '../failure.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

export const applyPolicyCommand = command({
  name: 'policy apply',
  summary:
    'Publish the withdrawal policy in a file; needs the role that owns the tables, and raises an alarm',
  argument: { name: 'file', help: 'JSON with the rules, as policies.current answers them' },
  options: { note: { value: 'TEXT', help: 'Why, for the audit log' } },
  input: z.object({ file: z.string(), note: policyPublishInput.shape.note.optional() }),
  async run({ file, note }, context) {
    const rules = await readRules(file);
    const { version, isNew } = await withContext(
      context,
      { provider: false, role: 'owner' },
      async (ctx) => await applyPolicy(ctx, { rules, note: note ?? `Applied from ${basename(file)}` }),
    );
    return {
      json: { version, changed: isNew },
      text: facts({ Version: version, Result: isNew ? 'published' : 'in force already, nothing changed' }),
    };
  },
});

async function readRules(file: string) {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandFailure(`The file cannot be read: ${error.message}`);
  });
  const parsed = policyRulesSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw new CommandFailure(`These are no rules:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandFailure('The file is no JSON.');
  }
}
