/** The settings, for a program that starts server and worker. */
export { loadSettings, secretSettings, settingNames, type Settings } from '../base/settings.ts';
