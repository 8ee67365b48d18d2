import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/DeleteOutlined';
import { Alert, Box, Button, IconButton, Tooltip } from '@mui/material';
import { MAX_APPROVALS, MAX_BANDS } from '@paydesk/types/rules';
import type { DraftBand } from './draft.ts';
import { DraftInput } from './DraftInput.tsx';
import { t } from '../texts/t.ts';

interface BandsEditorProps {
  bands: readonly DraftBand[];
  onChange: (bands: readonly DraftBand[]) => void;
  errors: Record<string, string>;
}

/** The number of approvals by amount, in ascending bands. */
export function BandsEditor({ bands, onChange, errors }: BandsEditorProps) {
  const change = (key: number, part: Partial<DraftBand>) =>
    onChange(bands.map((band) => (band.key === key ? { ...band, ...part } : band)));
  const add = () =>
    onChange([
      ...bands,
      {
        key: Math.max(...bands.map(({ key }) => key)) + 1,
        fromUsd: '',
        approvals: String(Math.min(MAX_APPROVALS, Number(bands.at(-1)?.approvals ?? '1') + 1)),
      },
    ]);
  return (
    <Box sx={{ display: 'grid', gap: 1.5, pt: 1 }}>
      {bands.map((band, index) => (
        <Box
          key={band.key}
          role="group"
          aria-label={t('Band {number}', { number: index + 1 })}
          sx={{
            display: 'grid',
            gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 34px',
            gap: 1,
            alignItems: 'start',
          }}
        >
          <DraftInput
            kind="usd"
            label={t('From')}
            value={band.fromUsd}
            readOnly={index === 0}
            onChange={(fromUsd) => change(band.key, { fromUsd })}
            error={errors[`approvals.${index}.fromUsd`]}
          />
          <DraftInput
            kind="count"
            label={t('People')}
            value={band.approvals}
            onChange={(approvals) => change(band.key, { approvals })}
            error={errors[`approvals.${index}.approvals`]}
          />
          {index > 0 && (
            <Tooltip title={t('Remove this band')}>
              <IconButton
                size="small"
                aria-label={t('Remove band {number}', { number: index + 1 })}
                sx={{ mt: '3px' }}
                onClick={() => onChange(bands.filter(({ key }) => key !== band.key))}
              >
                <RemoveIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          )}
        </Box>
      ))}
      {errors.approvals && <Alert severity="error">{errors.approvals}</Alert>}
      <div>
        <Button startIcon={<AddIcon />} onClick={add} disabled={bands.length >= MAX_BANDS}>
          {bands.length >= MAX_BANDS
            ? t('At most {maxBands} bands', { maxBands: MAX_BANDS })
            : t('Add a band')}
        </Button>
      </div>
    </Box>
  );
}
