// Loaded before the page is shown, so that it does not flash in the other colors.
const stored = localStorage.getItem('guide-theme');
if (stored === 'light' || stored === 'dark') document.documentElement.dataset['theme'] = stored;
