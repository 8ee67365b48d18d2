/** The settings, for a program that starts server and worker. */
export { loadSettings, SECRET_SETTINGS, settingNames, type Settings } from '../base/settings.ts';
