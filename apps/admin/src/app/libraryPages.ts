/** Of the library, loaded after the first page. */
export { AccessDenied, Notification } from 'react-admin';
