import { Box, Checkbox, FormControlLabel } from '@mui/material';
import { SERVICE_SCOPES, type ServiceScope } from '@paydesk/types/rules';
import { t } from '../../texts/t.ts';

/** Selects the scopes of a key. */
export function ScopePicker({
  chosen,
  onChange,
}: {
  chosen: readonly ServiceScope[];
  onChange: (chosen: readonly ServiceScope[]) => void;
}) {
  const toggle = (scope: ServiceScope) =>
    onChange(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <Box
      component="fieldset"
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' },
      }}
    >
      <legend>{t('Scopes')}</legend>
      {SERVICE_SCOPES.map((scope) => (
        <FormControlLabel
          key={scope}
          label={scope}
          control={
            <Checkbox
              size="small"
              checked={chosen.includes(scope)}
              onChange={() => toggle(scope)}
              sx={{ py: 0.25 }}
            />
          }
        />
      ))}
    </Box>
  );
}
