import { defaultTheme } from 'react-admin';
import { t } from '../texts/t.ts';

const { MuiAutocomplete } = defaultTheme.components ?? {};

/** The words that Material UI's components bring themselves. */
export const componentTexts = {
  MuiAlert: { defaultProps: { closeText: t('Close') } },
  MuiAutocomplete: {
    ...MuiAutocomplete,
    defaultProps: {
      ...MuiAutocomplete?.defaultProps,
      clearText: t('Clear'),
      closeText: t('Close'),
      openText: t('Show the choices'),
      noOptionsText: t('No options'),
      loadingText: t('Loading…'),
    },
  },
};
