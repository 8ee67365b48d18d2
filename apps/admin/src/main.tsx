import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Entry } from './login/Entry.tsx';
import { reloadWhenStale } from './login/reloadWhenStale.ts';

reloadWhenStale();

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <Entry />
  </StrictMode>,
);
