/** Clients in other processes that the tests of the proxy start, each as its makers ship it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a client process printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Whether a program is in the PATH; tests that need it are skipped visibly where it is not. */
export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, program)));
}

/** Runs a program to its end; this process answers it meanwhile. */
export function execute(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, words, { env: { ...process.env, ...environment } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err });
    });
  });
}

/** Python 3.13 verifies as strictly by default (VERIFY_X509_STRICT). */
const PYTHON = `import ssl, sys, urllib.request, urllib.error
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
request = urllib.request.Request(sys.argv[1], headers={'authorization': 'Bearer ' + sys.argv[2]})
try:
    answer = urllib.request.urlopen(request, context=context)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode())
`;

/** Node's https, led through the proxy by a tunnel that the program opens itself. */
const NODE_HTTPS = `const [, url, token] = process.argv;
const { host } = new URL(url);
const proxy = new URL(process.env.HTTPS_PROXY);
require('node:http').request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: host + ':443' })
  .on('connect', (_, socket) => {
    const agent = new (require("node:https").Agent)();
    agent.createConnection = () => require('node:tls').connect({ socket, servername: host });
    require('node:https').get(url, { agent, headers: { authorization: 'Bearer ' + token } }, (answer) => {
      process.stdout.write(answer.statusCode + ' ');
      answer.pipe(process.stdout);
      answer.on('end', () => process.exit());
    });
  }).end();
`;

const NODE_FETCH = `const [, url, token] = process.argv;
fetch(url, { headers: { authorization: 'Bearer ' + token } })
  .then(async (answer) => console.log(answer.status, await answer.text()));
`;

/** Programs that call a URL with a token, and print the status and the body. */
export const CLIENTS: readonly {
  readonly name: string;
  readonly program: string;
  readonly words: (url: string, token: string) => string[];
  readonly runsHere: () => boolean;
}[] = [
  {
    name: 'curl',
    program: 'curl',
    words: (url, token) => [
      ...['-q', '-sS', '-H', `authorization: Bearer ${token}`],
      ...['-w', '%{stderr}%{http_code}', '-o', '-', url],
    ],
    runsHere: () => isInstalled('curl'),
  },
  {
    name: "Python's urllib",
    program: 'python3',
    words: (url, token) => ['-c', PYTHON, url, token],
    runsHere: () => isInstalled('python3'),
  },
  {
    name: "Node's https",
    program: process.execPath,
    words: (url, token) => ['-e', NODE_HTTPS, url, token],
    runsHere: () => true,
  },
  {
    name: "Node's fetch",
    program: process.execPath,
    words: (url, token) => ['-e', NODE_FETCH, url, token],
    runsHere: () => process.allowedNodeEnvironmentFlags.has('--use-env-proxy'),
  },
];
