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

/** Commands of the user's that act on an engine; each is a program with its arguments, and no shell reads them. */
export interface LifecycleCommands {
  /** Runs the daemon, or starts it and ends. */
  readonly start?: readonly string[];
  /** Ends it as it should be ended. */
  readonly stop?: readonly string[];
  /** Ends it as a crash would. */
  readonly kill?: readonly string[];
  /** Makes it forget every record and link. */
  readonly reset?: readonly string[];
  /** Answers 2xx once the daemon can be used; on this machine. */
  readonly healthUrl?: string;
  /** Directory that the commands run in, absolute. */
  readonly directory: string;
}

/** Where a system of a fleet is, and what the engine says to it. */
export interface FleetSystem {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
}

/** What an engine that cannot be configured at run time is set to. */
export interface Fleet {
  /** By the names that the documents write. */
  readonly systems: Readonly<Record<string, FleetSystem>>;
  /** Slugs of the documents that are switched on. */
  readonly documents: readonly string[];
  /** The file that the engine reads its configuration from when it starts, absolute. */
  readonly configuration?: string;
}

/** An engine that is a program: it reads messages on its standard input and answers on its standard output. */
export interface CommandLocation extends NamedEngine {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  /** Directory that it runs in, absolute. */
  readonly directory: string;
  /** `reset` alone: the harness starts and kills the program itself. */
  readonly lifecycle?: LifecycleCommands;
  /** Absent: `configure` says what is on. */
  readonly fleet?: Fleet;
}

/** The proxy of a daemon that runs already: the same in every run, so that the daemon can be set to it. */
export interface FixedProxy {
  readonly port: number;
  /** Where the certificate authority is kept, absolute. */
  readonly directory: string;
}

/** An engine that is a daemon: it answers messages over HTTP. */
export interface UrlLocation extends NamedEngine {
  /** `http://127.0.0.1:4010`, without a slash at its end. */
  readonly url: string;
  /** Absent: the proxy is another one in each run, and the daemon is started with it. */
  readonly proxy?: FixedProxy;
  /** Absent: the daemon runs by itself. */
  readonly lifecycle?: LifecycleCommands;
  /** Absent: `configure` says what is on. */
  readonly fleet?: Fleet;
}

export type EngineLocation = ModuleLocation | CommandLocation | UrlLocation;

/** Whether the engine runs in a process that is not the harness's: it reaches the systems over sockets alone. */
export function isOutside(location: EngineLocation): location is CommandLocation | UrlLocation {
  return !('module' in location);
}
