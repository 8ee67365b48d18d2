import { copyButtons } from './copyButtons.ts';
import { search } from './search.ts';
import { themeButton } from './themeButton.ts';

copyButtons();
themeButton();
search();
