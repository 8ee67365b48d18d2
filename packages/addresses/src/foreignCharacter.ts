/** Letters of other scripts that look like a Latin letter or a digit: those found in copied addresses. */
const lookAlikes: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  І: 'I',
  Ј: 'J',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  Ѕ: 'S',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  З: '3',
  з: '3',
  α: 'a',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  ι: 'i',
  κ: 'k',
  υ: 'u',
  χ: 'x',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};

const names: Record<string, string> = {
  ' ': 'a blank',
  '\t': 'a tab',
  '\n': 'a line break',
  '\r': 'a line break',
  '\u00a0': 'a no-break space',
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a zero-width space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u200e': 'a left-to-right mark',
  '\u200f': 'a right-to-left mark',
  '\u202d': 'a left-to-right override',
  '\u202e': 'a right-to-left override',
  '\u2060': 'a word joiner',
  '\ufeff': 'a byte order mark',
};

const scripts: [name: string, pattern: RegExp][] = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
];

/**
 * The first character that no address contains, by position and name: "Character 5 is a zero-width space (U+200B)."
 * Null when all are visible ASCII. Such characters are copied from web pages and chats, or added to deceive.
 */
export function foreignCharacter(text: string): string | null {
  const characters = Array.from(text);
  const at = characters.findIndex((character) => !/^[\x21-\x7e]$/.test(character));
  return at === -1 ? null : `Character ${at + 1} is ${describe(characters[at] ?? '')}.`;
}

function describe(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names[character];
  if (name !== undefined) return `${name} (${code})`;
  const latin = lookAlikes[character] ?? fullWidth(character);
  const script = scripts.find(([, pattern]) => pattern.test(character))?.[0];
  const kind = script === undefined ? kindOf(character) : `a ${script} letter`;
  return latin === undefined ? `${kind} (${code})` : `${kind} that looks like “${latin}” (${code})`;
}

/** Chinese and Japanese keyboards can type ASCII in full width. */
function fullWidth(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : undefined;
}

function kindOf(character: string): string {
  if (/\p{Zs}/u.test(character)) return 'an unusual space';
  if (/\p{Cc}|\p{Cf}/u.test(character)) return 'an invisible control character';
  return fullWidth(character) === undefined ? 'a character that no address has' : 'a full-width character';
}
