#!/usr/bin/env node
/**
 * A sync engine as a service: it reads its settings when it starts, and polls by itself. Nothing configures it, and nothing
 * asks it to synchronize. `node service.js <settings.json> [<milliseconds between two polls>]`
 */
'use strict';
const { existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { json } = require('node:stream/consumers');
const { setTimeout: wait } = require('node:timers/promises');
const { stateIn } = require('../engine-node/engine');
const { Synchronizer } = require('../engine-node/synchronize');

const [file, pause = '1000'] = process.argv.slice(2);
const { PORT = '24100' } = process.env;
const MESSAGE = /^\/syncproof\/v1\/(hello|status|links|reset|stop)$/;

class Service {
  isPaused = false;
  lastComplaint;

  /** `settings` says what the message `configure` says to other engines. */
  constructor(settings) {
    this.settings = settings;
    this.load();
  }

  load() {
    mkdirSync(this.settings.stateDir, { recursive: true });
    this.synchronizer = new Synchronizer(this.settings, stateIn(this.settings.stateDir));
  }

  /** Polls for ever. A system that cannot be read now is asked again by the next poll. */
  async run() {
    for (;;) {
      this.polling = this.isPaused ? undefined : this.poll();
      await this.polling;
      await wait(Number(pause));
    }
  }

  async poll() {
    try {
      await this.synchronizer.sync('incremental');
      this.lastComplaint = undefined;
    } catch ({ message }) {
      if (message !== this.lastComplaint) {
        console.error(message);
      }
      this.lastComplaint = message;
    }
  }

  /** Nothing is read or written after this, until `reset`. */
  async stop() {
    this.isPaused = true;
    await this.polling;
    return {};
  }

  /** Forgets every record and link. */
  async reset() {
    await this.stop();
    rmSync(`${this.settings.stateDir}/state.json`, { force: true });
    this.load();
    this.isPaused = false;
    return {};
  }

  links() {
    return { clusters: this.synchronizer.links() };
  }

  /** Between two polls there is nothing left to do, unless the last one did not get through. */
  async status() {
    await this.polling;
    return { idle: this.lastComplaint === undefined };
  }

  hello() {
    return {
      engine: { name: 'engine-continuous', version: '1.0.0', language: 'JavaScript' },
      capabilities: ['continuous', 'links', 'restart', 'clear'],
    };
  }
}

/** Answers one message. */
async function handle(service, request, response) {
  const [, type] = MESSAGE.exec(request.url) ?? [];
  if (request.method !== 'POST' || type === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { seq, session } = await json(request);
  const answer = { seq, session, ...(await service[type]()) };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

if (file === undefined || !existsSync(file)) {
  console.error('Name the file with the settings: node service.js <settings.json>');
  process.exit(2);
}
const service = new Service(JSON.parse(readFileSync(file, 'utf8')));
createServer((request, response) => {
  handle(service, request, response).catch(({ message }) => response.writeHead(400).end(message));
}).listen(Number(PORT), '127.0.0.1', () => service.run());
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit());
}
