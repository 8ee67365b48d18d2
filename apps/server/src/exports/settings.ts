/** The settings, for a program that starts server and worker. */
export { loadSettings, type Settings } from '../base/settings.ts';
