import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Beside this file in the sources, and the same file when this one runs from `dist`. */
const POM = resolve('deploy/local-kafka/pom.xml');
const JARS = resolve('node_modules/.cache/tiendo-kafka-4.3.1');
const READY_WITHIN_MS = 120_000;

/** The one user of the listener with passwords. */
export const SCRAM_USER = { username: 'ward-system', password: 'only-on-this-machine' } as const;

/** A real broker on this machine, one node, for development and tests. */
export interface LocalKafka {
  /** Without a password. */
  readonly brokers: string;
  /** With SASL/SCRAM-SHA-512 and `SCRAM_USER`. */
  readonly scramBrokers: string;
  /** The same over TLS; nobody listens there without a certificate. */
  readonly tlsBrokers: string;
  readonly folder: string;
  /** SIGTERM, and waits until it has gone. */
  stop(): Promise<void>;
  /** SIGKILL, and waits until it has gone. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and ports. */
  start(): Promise<void>;
}

/** Why there can be no broker here, with what to install; undefined when there can. */
export function kafkaIsMissing(): string | undefined {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < 17) return 'Kafka needs Java 17: apt-get install openjdk-17-jre-headless';
  if (existsSync(JARS)) return undefined;
  if (spawnSync('mvn', ['-v']).status === 0) return undefined;
  return 'Kafka is fetched with Maven: apt-get install maven';
}

/**
 * Starts a broker on a folder; fetches Kafka the first time. `certificate` is a file with a key and its
 * certificate, in PEM, for TLS. Throws what `kafkaIsMissing` says.
 */
export async function startLocalKafka(folder: string, certificate?: string): Promise<LocalKafka> {
  const missing = kafkaIsMissing();
  if (missing) throw new Error(missing);
  fetchJars();
  const [plain, scram, controller] = [await freePort(), await freePort(), await freePort()];
  const tls = await freePort();
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, 'server.properties');
  const secured = certificate === undefined ? undefined : { port: tls, certificate };
  writeFileSync(settings, settingsOf(folder, plain, scram, controller, secured));
  writeFileSync(join(folder, 'log4j2.yaml'), LOGGING);
  if (!existsSync(join(folder, 'data', 'meta.properties'))) format(folder, settings);
  let broker = await run(folder, settings);
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((done) => broker.once('exit', done));
    if (broker.exitCode !== null || broker.signalCode !== null) return;
    broker.kill(signal);
    await ended;
  };
  return {
    brokers: `127.0.0.1:${plain}`,
    scramBrokers: `127.0.0.1:${scram}`,
    tlsBrokers: `127.0.0.1:${tls}`,
    folder,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start: async () => {
      broker = await run(folder, settings);
    },
  };
}

function fetchJars(): void {
  if (existsSync(JARS)) return;
  const part = `${JARS}.${process.pid}`;
  execFileSync('mvn', [
    ...['-q', '-B', '-f', POM, 'dependency:copy-dependencies'],
    `-DoutputDirectory=${part}`,
  ]);
  if (existsSync(JARS)) rmSync(part, { recursive: true });
  else renameSync(part, JARS);
}

function format(folder: string, settings: string): void {
  const tool = ['-cp', `${JARS}/*`, 'kafka.tools.StorageTool'];
  const id = execFileSync('java', [...tool, 'random-uuid'], { encoding: 'utf8' }).trim();
  const { username, password } = SCRAM_USER;
  const user = `SCRAM-SHA-512=[name=${username},password=${password}]`;
  const quiet = `-Dlog4j2.configurationFile=${join(folder, 'log4j2.yaml')}`;
  execFileSync(
    'java',
    [quiet, ...tool, 'format', '--standalone', '-t', id, '-c', settings, '--add-scram', user],
    { stdio: 'pipe' },
  );
}

async function run(folder: string, settings: string): Promise<ChildProcess> {
  const log = join(folder, 'broker.log');
  rmSync(log, { force: true });
  const broker = spawn(
    'java',
    [
      ...['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC'],
      `-Dlog4j2.configurationFile=${join(folder, 'log4j2.yaml')}`,
      `-Dtiendo.log=${log}`,
      ...['-cp', `${JARS}/*`, 'kafka.Kafka', settings],
    ],
    { stdio: 'ignore' },
  );
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!textOf(log).includes('Kafka Server started')) {
    if (broker.exitCode !== null || broker.signalCode !== null)
      throw new Error(`Kafka has ended:\n${textOf(log).slice(-2000)}`);
    if (Date.now() > deadline) {
      broker.kill('SIGKILL');
      throw new Error(`Kafka is not ready in time:\n${textOf(log).slice(-2000)}`);
    }
    await pause(50);
  }
  return broker;
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** One node that is broker and controller. A killed broker is forgotten after two seconds, not twelve. */
function settingsOf(
  folder: string,
  plain: number,
  scram: number,
  controller: number,
  tls?: { readonly port: number; readonly certificate: string },
): string {
  const secured = tls ? `,TLS://127.0.0.1:${tls.port}` : '';
  const listeners = `PLAINTEXT://127.0.0.1:${plain},SCRAM://127.0.0.1:${scram}${secured}`;
  return `
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controller}
listeners=${listeners},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=${listeners}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SCRAM:SASL_PLAINTEXT,TLS:SASL_SSL
listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.tls.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.tls.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.tls.ssl.keystore.type=PEM
listener.name.tls.ssl.keystore.location=${tls?.certificate ?? ''}
log.dirs=${join(folder, 'data')}
auto.create.topics.enable=false
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
`;
}

const LOGGING = `
Configuration:
  Appenders:
    File:
      name: file
      fileName: \${sys:tiendo.log:-/dev/null}
      PatternLayout:
        pattern: '%d %p %m (%c)%n'
  Loggers:
    Root:
      level: INFO
      AppenderRef:
        ref: file
`;
