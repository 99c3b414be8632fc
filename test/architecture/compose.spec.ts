import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '#platform';
import { separateApplications } from '../support/applications.js';
import { readCompose } from '../support/compose.js';

const { services, text, volumes } = readCompose();
const names = Object.keys(services);
const ours = names.filter((name) => services[name]!.build);
const jobs = ours.filter((name) => services[name]!.restart === 'no');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

/** The standard variables of OpenTelemetry that are named. */
const TELEMETRY = ['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

/** What the images document; those of Kafka are properties of the broker in capitals. */
const OF_IMAGE: Readonly<Record<string, readonly string[]>> = {
  tiendo: [...Object.keys(VARIABLES), ...TELEMETRY],
  postgres: ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'],
  'apache/kafka': [
    'KAFKA_NODE_ID',
    'KAFKA_PROCESS_ROLES',
    'KAFKA_CONTROLLER_QUORUM_VOTERS',
    'KAFKA_CONTROLLER_LISTENER_NAMES',
    'KAFKA_LISTENERS',
    'KAFKA_ADVERTISED_LISTENERS',
    'KAFKA_LISTENER_SECURITY_PROTOCOL_MAP',
    'KAFKA_INTER_BROKER_LISTENER_NAME',
    'KAFKA_LOG_DIRS',
    'KAFKA_AUTO_CREATE_TOPICS_ENABLE',
    'KAFKA_LOG_RETENTION_MS',
    'KAFKA_LOG_FLUSH_INTERVAL_MESSAGES',
    'KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR',
    'KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR',
    'KAFKA_TRANSACTION_STATE_LOG_MIN_ISR',
    'KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR',
    'KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR',
    'KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS',
  ],
  redis: [],
};

const imageOf = (name: string) => services[name]!.image.split(':') as [string, string];
const environmentOf = (name: string) => services[name]!.environment ?? {};
const portOf = (name: string) => String(environmentOf(name)['TIENDO_HTTP_PORT'] ?? defaultPort);
const defaultPort = VARIABLES.TIENDO_HTTP_PORT.parse(undefined);

/** There is no engine to ask in a test: what can be known without one is checked. */
describe('docker-compose.yml', () => {
  test('runs every application that is a process of its own, and what they stand on', () => {
    const others = ['migrate', 'topics', 'postgres', 'kafka', 'redis'];
    expect([...names].sort()).toEqual([...separateApplications(), ...others].sort());
  });

  test.each(ours)('%s starts a file that there is a source for', (name) => {
    const [program, entry = ''] = services[name]!.command ?? [];
    expect(program).toBe('node');
    const source = entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect({ source, exists: existsSync(source) }).toEqual({ source, exists: true });
    if (!jobs.includes(name)) expect(entry).toBe(`dist/apps/${name}/src/main.js`);
  });

  test.each(names)('%s has an image whose version is written out', (name) => {
    const [image, tag] = imageOf(name);
    expect(Object.keys(OF_IMAGE)).toContain(image);
    expect(tag).toMatch(/^\d+\.\d+(\.\d+)?$/);
    if (image === 'tiendo') expect(tag).toBe(version);
  });

  test.each(names)('%s is given only variables that its image knows', (name) => {
    const known = OF_IMAGE[imageOf(name)[0]] ?? [];
    expect(Object.keys(environmentOf(name)).filter((given) => !known.includes(given))).toEqual([]);
  });

  test('asks its reader only for variables that something knows', () => {
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
    const known = Object.values(OF_IMAGE).flat();
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('holds no secret, and fails with a sentence where one is not given', () => {
    const secret = /KEY$|PASSWORD$|SECRET$|TOKEN$/;
    for (const name of names) {
      for (const [variable, value] of Object.entries(environmentOf(name))) {
        if (secret.test(variable)) expect(value).toMatch(/^\$\{\w+:\?[^}]{10,}\}$/);
        const password = /:\/\/[^:/]*:(.*)@/.exec(value)?.[1];
        if (password !== undefined) expect(password).toMatch(/^\$\{\w+:\?[^}]{10,}\}$/);
      }
    }
    const asked = [...text.matchAll(/\$\{(\w+)(:.)?/g)];
    const optional = asked.filter(([, name, how]) => secret.test(name!) && how !== ':?');
    expect(optional).toEqual([]);
  });

  test.each(names)('%s waits for what is healthy or done', (name) => {
    for (const [other, { condition }] of Object.entries(services[name]!.depends_on ?? {})) {
      const expected = jobs.includes(other) ? 'service_completed_successfully' : 'service_healthy';
      expect({ other, condition }).toEqual({ other, condition: expected });
    }
  });

  test.each(names)('%s is looked after: health and restarts, or it ends by itself', (name) => {
    const { healthcheck, restart } = services[name]!;
    if (jobs.includes(name)) {
      expect(healthcheck).toEqual({ disable: true });
      return;
    }
    expect(restart).toBe('unless-stopped');
    expect(healthcheck?.test?.[0]).toBe('CMD');
  });

  test.each(ours.filter((name) => !jobs.includes(name)))(
    '%s is asked for its health where it answers',
    (name) => {
      const asked = services[name]!.healthcheck?.test?.join(' ') ?? '';
      const [, port, path = ''] = /127\.0\.0\.1:(\d+)([\w/]+)/.exec(asked) ?? [];
      expect(port).toBe(portOf(name));
      expect(Object.keys(paths)).toContain(path);
    },
  );

  test('publishes the two doors, to this machine only', () => {
    const published = names.flatMap((name) =>
      (services[name]!.ports ?? []).map((port) => ({ name, port })),
    );
    expect(published.map(({ name }) => name).sort()).toEqual(['api', 'ingest']);
    for (const { name, port } of published) {
      expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(port.split(':').at(-1)).toBe(portOf(name));
    }
  });

  test('names the servers as they are called, on the ports that they listen on', () => {
    const { DATABASE_URL, KAFKA_BROKERS, REDIS_URL } = environmentOf('api');
    expect(new URL(DATABASE_URL!.replace(/\$\{[^}]*\}/, 'x')).host).toBe('postgres:5432');
    expect(REDIS_URL).toBe('redis://redis:6379');
    expect(environmentOf('kafka')['KAFKA_ADVERTISED_LISTENERS']).toBe(
      `PLAINTEXT://${KAFKA_BROKERS}`,
    );
    expect([DATABASE_URL, KAFKA_BROKERS, REDIS_URL].join()).toMatch(/postgres.*kafka.*redis/);
  });

  test('what is durable is in a volume with a name, and nothing is thrown away', () => {
    const mounted = names.flatMap((name) => services[name]!.volumes ?? []);
    expect(mounted.map((one) => one.split(':')[0]).sort()).toEqual(Object.keys(volumes).sort());
    expect(environmentOf('kafka')['KAFKA_LOG_RETENTION_MS']).toBe('-1');
    expect(services['redis']!.command?.join(' ')).toContain(
      '--appendonly yes --maxmemory-policy noeviction',
    );
  });
});
