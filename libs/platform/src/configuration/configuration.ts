import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { LOG_LEVELS } from '../telemetry/logger.js';
import { isAddressRule, LOOPBACK } from '../net/address-rules.js';

const number = (from: number, to: number) =>
  z.string().regex(/^\d+$/, 'a whole number').transform(Number).pipe(z.int().min(from).max(to));

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Every variable of Tiendo, with what it means and what it is when it is not set. */
export const VARIABLES = {
  TIENDO_PROFILE: z
    .enum(['embedded', 'distributed'])
    .default('embedded')
    .describe(
      'embedded: one process with its own PostgreSQL; distributed: Kafka, Redis, PostgreSQL',
    ),
  TIENDO_HTTP_PORT: number(0, 65535).default(8080).describe('0 takes a free one and prints it'),
  TIENDO_HTTP_HOST: z.string().min(1).default('127.0.0.1').describe('the address to listen on'),
  TIENDO_DATA_DIR: z
    .string()
    .min(1)
    .default('.tiendo')
    .describe('everything durable of the embedded profile; one process at a time'),
  TIENDO_EXAMPLE: z
    .enum(['district-1', 'none'])
    .optional()
    .describe('the example to load; unset: district-1 on an empty data folder'),
  TIENDO_ADMIN_KEY: z
    .string()
    .min(32, 'at least 32 characters')
    .max(200)
    .optional()
    .describe(
      "the first administrator's key; unset: made at first start, printed once, kept in the data folder",
    ),
  TIENDO_NOW: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional()
    .describe('embedded only: the instant at which the clock starts; for demonstrations and tests'),
  TIENDO_CLOCK_OFFSET: z
    .string()
    .regex(/^-?\d{1,10}$/, 'a whole number of seconds')
    .transform(Number)
    .optional()
    .describe(
      'distributed only: seconds by which the clock is ahead of (or, negative, behind) the real one; for demonstrations and tests',
    ),
  TIENDO_RATE_LIMIT: number(0, 1_000_000)
    .default(2000)
    .describe('requests per second and key; 0 for none'),
  TIENDO_WEBHOOK_ALLOW: list
    .refine((entries) => entries.every(isAddressRule), 'addresses, ranges (10.1.0.0/16) or hosts')
    .optional()
    .describe(
      'private addresses, ranges or hosts that webhooks may go to; embedded default: this machine',
    ),
  TIENDO_LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe('what is logged, as JSON on stderr'),
  TIENDO_TRACES: z
    .enum(['off', 'otlp'])
    .default('off')
    .describe('otlp: traces over OTLP/HTTP, to where the standard OTEL_ variables say'),
  TIENDO_STUCK_AFTER: number(0, 86_400)
    .default(300)
    .describe(
      'distributed only: seconds after which a process ends, to be started again, whose reader is behind and has not moved; longer than any batch takes; 0 for never',
    ),
  DATABASE_URL: z.string().min(1).optional().describe('distributed: PostgreSQL'),
  KAFKA_BROKERS: list.optional().describe('distributed: host:port, separated by commas'),
  KAFKA_TLS: z.enum(['on', 'off']).default('off').describe('distributed: Kafka over TLS'),
  KAFKA_CA_FILE: z
    .string()
    .refine(isReadable, 'a file that can be read')
    .optional()
    .describe("distributed: certificates that Kafka's is signed with; unset: those of Node"),
  KAFKA_USERNAME: z.string().min(1).optional().describe('distributed: SASL/SCRAM-SHA-512'),
  KAFKA_PASSWORD: z.string().min(1).optional().describe('distributed: its password'),
  REDIS_URL: z.string().min(1).optional().describe('distributed: Redis'),
} as const;

/** What the distributed profile cannot do without. */
const NEEDED = ['DATABASE_URL', 'KAFKA_BROKERS', 'REDIS_URL', 'TIENDO_ADMIN_KEY'] as const;

const Environment = z.object(VARIABLES).superRefine((environment, context) => {
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (environment.TIENDO_PROFILE === 'embedded') {
    if (environment.TIENDO_CLOCK_OFFSET === undefined) return;
    return refuse('TIENDO_CLOCK_OFFSET', 'only in the distributed profile');
  }
  if (environment.TIENDO_NOW) refuse('TIENDO_NOW', 'only in the embedded profile');
  for (const name of NEEDED) {
    if (!environment[name]) refuse(name, 'the distributed profile needs it');
  }
  const { KAFKA_USERNAME, KAFKA_PASSWORD } = environment;
  if ((KAFKA_USERNAME === undefined) !== (KAFKA_PASSWORD === undefined)) {
    refuse('KAFKA_PASSWORD', 'KAFKA_USERNAME and KAFKA_PASSWORD come together');
  }
});

/** The settings of one process, parsed once before anything starts. */
export class Configuration {
  readonly webhookAllow: readonly string[];
  readonly traces: boolean;

  constructor(readonly of: z.output<typeof Environment>) {
    const open = of.TIENDO_PROFILE === 'embedded' ? LOOPBACK : [];
    this.webhookAllow = of.TIENDO_WEBHOOK_ALLOW ?? open;
    this.traces = of.TIENDO_TRACES === 'otlp';
  }
}

/** The configuration, or every problem of the environment at once, a line each. */
export function parseConfiguration(
  environment: Record<string, string | undefined>,
): { configuration: Configuration } | { problems: readonly string[] } {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = Object.keys(given)
    .filter(
      (name) =>
        name.startsWith('TIENDO_') && !(name in VARIABLES) && !name.startsWith('TIENDO_TEST_'),
    )
    .map((name) => `${name}: there is no such variable`);
  const parsed = Environment.safeParse(given);
  if (parsed.success && unknown.length === 0) {
    return { configuration: new Configuration(parsed.data) };
  }
  const issues = parsed.success ? [] : parsed.error.issues;
  return {
    problems: [...unknown, ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)],
  };
}

/** The text of `.env.example`: every variable, commented out, with its meaning and its default. */
export function environmentExample(): string {
  const lines = Object.entries(VARIABLES).map(([name, schema]) => {
    const found = schema.safeParse(undefined);
    const value = found.success && found.data !== undefined ? String(found.data) : '';
    return `# ${schema.description ?? ''}\n# ${name}=${value}\n`;
  });
  return `# Generated from libs/platform/src/configuration/configuration.ts: npm run generate\n\n${lines.join('\n')}`;
}
