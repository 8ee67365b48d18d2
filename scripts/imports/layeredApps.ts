import { adminLayers } from './adminLayers.ts';
import { checkoutLayers } from './checkoutLayers.ts';
import { deskLayers } from './deskLayers.ts';
import { serverLayers } from './serverLayers.ts';
import { simulatorLayers } from './simulatorLayers.ts';

/** An app whose folders form layers. */
export interface LayeredApp {
  /** The folder of its sources. */
  source: string;
  /** From the top down; folders of one layer do not import each other. */
  layers: readonly (readonly string[])[];
  /** The files that stand above all layers, without their extension. */
  programs: readonly string[];
}

export const layeredApps: readonly LayeredApp[] = [
  { source: 'apps/server/src', layers: serverLayers, programs: ['main', 'worker'] },
  { source: 'apps/desk/src', layers: deskLayers, programs: ['start', 'dev', 'cli', 'sandboxProcess'] },
  { source: 'apps/admin/src', layers: adminLayers, programs: ['main'] },
  { source: 'apps/checkout/src', layers: checkoutLayers, programs: [] },
  { source: 'apps/simulator/src', layers: simulatorLayers, programs: [] },
];
