import type { ReactNode } from 'react';
import { SaveButton, SimpleForm, Toolbar } from 'react-admin';

interface RecordFormProps {
  /** Names the one button after what it does. */
  label: string;
  defaultValues?: Record<string, unknown>;
  children: ReactNode;
}

/**
 * A form with space between its inputs. The button is always enabled: pressing it shows what is missing.
 */
export const RecordForm = ({ label, defaultValues, children }: RecordFormProps) => (
  <SimpleForm
    {...(defaultValues && { defaultValues })}
    sx={{ '& > .MuiStack-root': { rowGap: 2 }, p: { xs: 2, sm: 2.5 }, pb: { xs: 0.5, sm: 1 } }}
    toolbar={
      <Toolbar
        sx={{
          backgroundColor: 'transparent',
          px: { xs: 2, sm: 2.5 },
          pb: 2,
          minHeight: 0,
          // On a phone the library lays it over the form's last inputs.
          '&.RaToolbar-mobileToolbar': { position: 'static' },
        }}
      >
        <SaveButton label={label} icon={<></>} alwaysEnable />
      </Toolbar>
    }
  >
    {children}
  </SimpleForm>
);

type Values = Record<string, unknown>;

/**
 * Takes empty inputs out of a form's values and adds the form's own idempotency key, so that a repeated send
 * is one request.
 */
export const withIdempotencyKey =
  (idempotencyKey: string) =>
  (values: Values): Values => ({ ...withoutEmpty(values), idempotencyKey });

/** A form's values without those left empty. */
export const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
