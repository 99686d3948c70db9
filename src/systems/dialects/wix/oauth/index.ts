export { WixApp } from './app';
export { INSTALLER_PATH, OAUTH_CALLS, TOKEN_PATH, oauthCall } from './calls';
