import { changeLanguage, language } from '../texts/currentLanguage.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/languages.ts';
import { t } from '../texts/t.ts';

/** Chooses the language before signing in. */
export function LanguageChoice() {
  return (
    <select
      className="login-language"
      aria-label={t('Language')}
      value={language}
      onChange={({ target: { value } }) => {
        const chosen = LANGUAGES.find((one) => one === value);
        if (chosen) changeLanguage(chosen);
      }}
    >
      {LANGUAGES.map((one) => (
        <option key={one} value={one} lang={one}>
          {LANGUAGE_NAMES[one]}
        </option>
      ))}
    </select>
  );
}
