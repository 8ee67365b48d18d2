import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import mirror from '@mui/stylis-plugin-rtl';
import type { ReactNode } from 'react';
import { prefixer } from 'stylis';
import './mirrored.css';

const cache = createCache({ key: 'rtl', stylisPlugins: [prefixer, mirror] });

/** Everything inside has its styles mirrored. */
export const Mirrored = ({ children }: { children: ReactNode }) => (
  <CacheProvider value={cache}>{children}</CacheProvider>
);
