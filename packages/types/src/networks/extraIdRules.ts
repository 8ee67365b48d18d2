import type { ExtraIdRule } from './network.ts';

/**
 * Memo rules by network. Forms are the chain's own where it has one (XRP tags are uint32, Stellar text memos
 * 28 bytes), else the provider's `extra_id_regex`.
 */
export const extraIdRules = {
  xrp: {
    kind: 'destination_tag',
    name: 'Destination tag',
    need: 'usual',
    pattern: /^(0|[1-9]\d{0,9})$/,
    form: 'a whole number from 0 to 4294967295',
    maximumBytes: 10,
    maximum: '4294967295',
  },
  stellar: memo({
    need: 'usual',
    pattern: /^[\x21-\x7e]([\x20-\x7e]{0,26}[\x21-\x7e])?$/,
    form: '1 to 28 plain characters',
    maximumBytes: 28,
  }),
  bnbBeacon: memo({
    need: 'usual',
    pattern: /^[0-9A-Za-z\-_]{1,120}$/,
    form: '1 to 120 letters, digits, - or _',
    maximumBytes: 120,
  }),
  eos: memo({
    need: 'usual',
    pattern: /^[\x20-\x7e]{1,256}$/,
    form: '1 to 256 plain characters',
    maximumBytes: 256,
  }),
  cosmos: memo({
    need: 'possible',
    pattern: /^[\x20-\x7e]{1,256}$/,
    form: '1 to 256 plain characters',
    maximumBytes: 256,
  }),
  hedera: memo({
    need: 'possible',
    pattern: /^[\x20-\x7e]{1,100}$/,
    form: '1 to 100 plain characters',
    maximumBytes: 100,
  }),
  stacks: memo({
    need: 'possible',
    pattern: /^[\x20-\x7e]{1,34}$/,
    form: '1 to 34 plain characters',
    maximumBytes: 34,
  }),
  ton: {
    kind: 'comment',
    name: 'Comment',
    need: 'possible',
    pattern: /^[\x20-\x7e]{1,120}$/,
    form: '1 to 120 plain characters',
    maximumBytes: 120,
    maximum: null,
  },
  message: {
    kind: 'message',
    name: 'Message',
    need: 'usual',
    pattern: /^[\x20-\x7e]{1,1023}$/,
    form: '1 to 1023 plain characters',
    maximumBytes: 1023,
    maximum: null,
  },
} as const satisfies Record<string, ExtraIdRule>;

function memo(rule: Pick<ExtraIdRule, 'need' | 'pattern' | 'form' | 'maximumBytes'>): ExtraIdRule {
  return { kind: 'memo', name: 'Memo', maximum: null, ...rule };
}
