/** The settings, for a program that starts server and worker. */
export { loadSettings, settingNames, type Settings } from '../base/settings.ts';
