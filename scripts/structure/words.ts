/**
 * Words that this code base once used where the field has a standard term, with the term to use instead. The
 * patterns are applied to source, SQL and documentation; none may be left.
 */
const PRIVATE_WORDS: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\bdeeds?\b|Deeds?(?![a-z])|\bDEEDS?\b|_DEEDS?\b/g, instead: 'action' },
  { pattern: /\b[Pp]rove[A-Z]\w*|\bcanProve\b|\bProvingRoom\b/g, instead: 'verify…' },
  {
    pattern: /\b[Pp]rov(e|es|ed|en|ing)\b|\b[Uu]nproven\b|\b[Pp]roven[A-Z]\w*|\w+Proven\w*|\w+Unproven\b/g,
    instead: 'verify, sign, mean, show',
  },
  {
    pattern: /\b(function|const|let) (look|turn|dress|refuse)\b/g,
    instead: 'load, poll; quota, toggle; setHeaders; sendError, fail',
  },
  { pattern: /\blearned\b/g, instead: 'providerFields, recorded' },
  // Monero's test network has the name.
  { pattern: /\bhouses?\b|\bstages?\b(?! network)/gi, instead: 'system, state, step' },
  { pattern: /\btries\b|\bTries\b|\w+Tries\b/g, instead: 'attempts' },
  { pattern: /\bstrangers?\b|Strangers?(?![a-z])/gi, instead: 'unmatched payment, unknown person' },
  { pattern: /\badopt(s|ed|ing)?Report\b|\badoptReport\b/g, instead: 'matchReport' },
  { pattern: /\bsetAside\b|\bcalmed\b/g, instead: 'toSuspense, clearedFlag' },
  {
    pattern: /\bworded\b|\b(?!(?:to|from)Words\b)\w+Words\b/g,
    instead: '…Messages, …Text, i18nProvider',
  },
  { pattern: /\b(told|said)(?!.{0,3}:\/\/)\b|\b(is|was)(Told|Said)\b/g, instead: 'reason, reported, shown' },
  {
    pattern: /\b(user|address|deposit|withdrawal|customer|suspense|plan)Stor(y|ies)\b/g,
    instead: '…History',
  },
  { pattern: /\bstor(y|ies)\b/gi, instead: 'history, scenario' },
  { pattern: /\b(Arranged|Signed\.tsx)\b/g, instead: 'ReviewLayout' },
  { pattern: /\bquoteSeal\b|\bseal(ed|s)? (of )?(a |the )?quote/g, instead: 'signed quote' },
  { pattern: /\bunclear\b|\bUnclear\w*|\w+Unclear\w*|_unclear\w*/gi, instead: 'unknown outcome' },
  {
    pattern: /\braisingAlarm\b|\bkeepingRefusals\b|\bHARMLESS\b/g,
    instead: 'withTamperAlert, recordingRefusals',
  },
  { pattern: /\bwhoCalls\b|\bopenOrClose\b|\bopenShop\b|\bhireStaff\b/g, instead: 'resolvePrincipal, seed…' },
  { pattern: /\bdoors?\b/gi, instead: 'endpoint' },
  { pattern: /\bverbs?\b/gi, instead: 'command' },
  { pattern: /\bfloors\b|\ba floor\b|\b(the|one|its|which) floor\b/gi, instead: 'layer' },
  { pattern: /\b(the|import) law\b/gi, instead: 'dependency rule' },
  { pattern: /\brooms?\b/gi, instead: 'module' },
  { pattern: /\bpapers\b/gi, instead: 'documents, fields' },
  { pattern: /\bin (many )?lives\b|\b[Ll]ives\b(?=\.ts| of|\()/g, instead: 'simulated days' },
  {
    pattern: /\banew\b|\bfor ever\b|(?<!['`])\bnobody\b|\bas good as none\b/gi,
    instead: 'again, forever, no one, not found',
  },
];

export interface WordCount {
  word: string;
  count: number;
}

/** The private words in a text, most frequent first. */
export function privateWordsIn(text: string): WordCount[] {
  const counts = new Map<string, number>();
  for (const { pattern } of PRIVATE_WORDS) {
    for (const [word] of text.matchAll(pattern)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => ({ word, count })).toSorted((a, b) => b.count - a.count);
}
