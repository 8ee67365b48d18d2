/**
 * The layers of apps/desk/src from the top down: imports only go down, and the programs `start.ts`, `dev.ts`,
 * `cli.ts` and `sandboxProcess.ts` stand above all.
 */
export const deskLayers: readonly (readonly string[])[] = [
  ['commandLine', 'startUp', 'sandbox'],
  ['demo'],
  ['simulator', 'supervisor', 'programs'],
];
