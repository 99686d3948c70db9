/** Whether a daemon says that it can be used. */
import { get } from 'node:http';

/** `undefined` where the address answers 2xx, else what it does instead. */
export function unhealthy(url: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Without an agent: the daemon may be another one each time.
    const asked = get(url, { agent: false, signal }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300 ? undefined : `${url} answers with status ${statusCode}`);
    });
    asked.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      resolve(code === 'ECONNREFUSED' ? `nothing listens at ${url}` : `${url} cannot be read: ${message}`);
    });
  });
}
