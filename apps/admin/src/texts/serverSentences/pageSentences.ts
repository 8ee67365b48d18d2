import { createAmounts } from '../createAmounts.ts';
import { language, locale } from '../currentLanguage.ts';
import { directionOf } from '../languages.ts';
import { localTime } from '../times.ts';
import {
  createSentences,
  type Figures,
  type SentenceCatalog,
  type WriteSentence,
} from './createSentences.ts';

const FIGURES: Figures = {
  usd: createAmounts(language).shortUsd,
  time: localTime,
  locale,
  isMirrored: directionOf(language) === 'rtl',
};

/** Writes the server's sentences for this page. */
export const pageSentences = (catalog: SentenceCatalog): WriteSentence => createSentences(catalog, FIGURES);
