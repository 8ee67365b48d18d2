import { Autocomplete, Box, Checkbox, FormControlLabel, TextField } from '@mui/material';
import { EVENT_TYPES, EVENTS, type EventType } from '@paydesk/types/rules';
import { HttpError } from 'react-admin';
import { t } from '../../texts/t.ts';
import { EVENT_RESOURCE_NAMES } from '../eventResourceNames.ts';

/** The types of a form; null: all of them, also those that later versions add. */
export type ChosenTypes = readonly EventType[] | null;

/** A test is sent to its endpoint whatever the endpoint subscribes to. */
const OFFERED = EVENT_TYPES.filter((type) => type !== 'test');

/** Selects the event types that an endpoint gets. */
export function EventTypePicker({
  chosen,
  onChange,
}: {
  chosen: ChosenTypes;
  onChange: (chosen: ChosenTypes) => void;
}) {
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <FormControlLabel
        label={t('All event types, also those of later versions')}
        control={
          <Checkbox
            checked={chosen === null}
            onChange={(event) => onChange(event.target.checked ? null : [])}
          />
        }
      />
      {chosen !== null && (
        <Autocomplete<EventType, true>
          multiple
          disableCloseOnSelect
          options={OFFERED}
          groupBy={(type) => EVENT_RESOURCE_NAMES[EVENTS[type].resource]}
          value={[...chosen]}
          onChange={(_event, types) => onChange(types)}
          renderInput={(params) => <TextField {...params} label={t('Event types')} />}
        />
      )}
    </Box>
  );
}

/**
 * The types as they are sent.
 * @throws HttpError when none is chosen
 */
export function readTypes(chosen: ChosenTypes): EventType[] | null {
  if (chosen?.length === 0) throw new HttpError(t('Please choose at least one event type, or all.'), 400);
  return chosen && [...chosen];
}

/** The types of an endpoint that this version of the app knows. */
export const knownTypes = (eventTypes: readonly string[] | null): ChosenTypes =>
  eventTypes && OFFERED.filter((type) => eventTypes.includes(type));
