/** The files that server and worker read, for the program that puts them into one folder. */
export { FILES } from '../base/files.ts';
export { REFERENCE_FILES } from '../http/rest/docs.routes.ts';
