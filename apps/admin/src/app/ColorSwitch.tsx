import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import SystemIcon from '@mui/icons-material/SettingsBrightnessOutlined';
import { IconButton, Tooltip } from '@mui/material';
import { chooseColors, type ColorChoice, useColorChoice } from '../theme/colorScheme.ts';

const NEXT: Record<ColorChoice, ColorChoice> = { system: 'dark', dark: 'light', light: 'system' };
const NAMES: Record<ColorChoice, string> = { system: 'as the system', dark: 'dark', light: 'light' };
const ICONS = { system: SystemIcon, dark: DarkIcon, light: LightIcon };

/** Walks through: as the system, dark, light. */
export function ColorSwitch() {
  const choice = useColorChoice();
  const Icon = ICONS[choice];
  const label = `Colours: ${NAMES[choice]}. Change to ${NAMES[NEXT[choice]]}`;
  return (
    <Tooltip title={label}>
      <IconButton color="inherit" aria-label={label} onClick={() => chooseColors(NEXT[choice])}>
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}
