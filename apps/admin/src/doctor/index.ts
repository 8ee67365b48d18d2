import { lazy } from 'react';

export const DoctorPage = lazy(async () => ({
  default: (await import('./DoctorPage.tsx')).DoctorPage,
}));
