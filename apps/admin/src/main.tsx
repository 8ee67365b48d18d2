import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Entry } from './app/Entry.tsx';
import { reloadWhenStale } from './app/reloadWhenStale.ts';

reloadWhenStale();

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <Entry />
  </StrictMode>,
);
