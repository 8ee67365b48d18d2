/**
 * The layers of apps/simulator/src, from the top down: folders, and files without their extension. Imports only go
 * down; modules of one layer do not import each other.
 */
export const simulatorLayers: readonly (readonly string[])[] = [
  ['main', 'index'],
  ['createSimulator', 'readEnvironment'],
  ['http'],
  ['controls'],
  ['payments', 'payouts'],
  ['context'],
  ['ipn', 'records'],
  ['coins', 'input', 'auth', 'faults'],
  ['addresses', 'money', 'json', 'errors', 'time', 'settings'],
];
