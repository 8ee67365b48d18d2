import { changeLanguage, language } from '../texts/currentLanguage.ts';
import { LANGUAGE_NAMES, OFFERED } from '../texts/languages.ts';
import { t } from '../texts/t.ts';

/** Chooses the language before signing in. It renders nothing while there is only one. */
export function LanguageChoice({ offered = OFFERED }: { offered?: typeof OFFERED }) {
  if (offered.length < 2) return null;
  return (
    <select
      className="login-language"
      aria-label={t('Language')}
      value={language}
      onChange={({ target: { value } }) => {
        const chosen = offered.find((one) => one === value);
        if (chosen) changeLanguage(chosen);
      }}
    >
      {offered.map((one) => (
        <option key={one} value={one} lang={one}>
          {LANGUAGE_NAMES[one]}
        </option>
      ))}
    </select>
  );
}
