/** Where the engine under test is: plain data, which every process of a run can read. */

interface NamedEngine {
  /** As people call it. */
  readonly name: string;
}

/** An engine that is a module of ours or of the user's. */
export interface ModuleLocation extends NamedEngine {
  /** Absolute path of a CommonJS module. */
  readonly module: string;
  /** One of syncproof's own engines, which is trusted to run inside the harness's thread. Default: it runs in a worker thread. */
  readonly builtIn?: true;
  /** What the module exports the engine as. Default `createEngine`. */
  readonly exportName?: string;
  /** The export is a function from these to what makes the engine. Default: it makes the engine itself. */
  readonly parameters?: readonly number[];
}

/** An engine that is a program: it reads messages on its standard input and answers on its standard output. */
export interface CommandLocation extends NamedEngine {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  /** Directory that it runs in, absolute. */
  readonly directory: string;
}

/** An engine that is a daemon: it answers messages over HTTP. */
export interface UrlLocation extends NamedEngine {
  /** `http://127.0.0.1:4010`, without a slash at its end. */
  readonly url: string;
}

export type EngineLocation = ModuleLocation | CommandLocation | UrlLocation;

/** Whether the engine runs in a process that is not the harness's: it reaches the systems over sockets alone. */
export function isOutside(location: EngineLocation): location is CommandLocation | UrlLocation {
  return !('module' in location);
}
