import { z } from 'zod';
import { HttpProblem } from '../http/http-problem.js';
import { parseJson } from '../http/parse-json.js';
import type { InboundMessage, MessageHeaders } from './inbound-messages.js';

/** A CloudEvent of another system whose data is JSON. */
export interface ReceivedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** Where the trace of its sender stood, as the extension of CloudEvents for traces has it. */
  readonly traceparent?: string | undefined;
  readonly data: unknown;
}

/** Why a message cannot be taken, by a code, and in words for who looks after it. */
export interface Unreadable {
  readonly code: string;
  readonly message: string;
}

/** `source` is a reference to a URI: it has no spaces. */
const Attributes = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(1000),
  source: z.string().max(1000).regex(/^\S+$/, 'a reference to a URI'),
  type: z.string().min(1),
  datacontenttype: z
    .string()
    .regex(/^[^;]*[/+]json *(?:;|$)/i, 'a media type of JSON')
    .optional(),
  traceparent: z.string().optional(),
});

const STRUCTURED = /^application\/cloudevents\+json *(?:;|$)/i;
const OTHER_MODE = /^application\/cloudevents/i;

/** Reads a message by the Kafka binding of CloudEvents 1.0, in structured JSON mode or binary mode. */
export function receivedEvent({
  headers,
  value,
}: Pick<InboundMessage, 'headers' | 'value'>): ReceivedEvent | Unreadable {
  const contentType = headerText(headers, 'content-type') ?? '';
  try {
    if (STRUCTURED.test(contentType)) return structured(value);
    if (OTHER_MODE.test(contentType)) {
      return unreadable('content-type-unsupported', `${contentType} is not read here.`);
    }
    return binary(headers, contentType, value);
  } catch (error) {
    if (error instanceof HttpProblem) return unreadable(error.code, error.message);
    throw error;
  }
}

/** The text of a header; the last, where there are several of the name. */
export function headerText(headers: MessageHeaders, name: string): string | undefined {
  const found = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return (Array.isArray(found) ? found.at(-1) : found)?.toString();
}

function structured(value: Buffer | null): ReceivedEvent | Unreadable {
  const envelope = jsonIn(value ?? Buffer.alloc(0));
  const { data, data_base64: encoded } = (envelope ?? {}) as Record<string, unknown>;
  const isEncoded = data === undefined && typeof encoded === 'string';
  return eventOf(envelope, () => (isEncoded ? jsonIn(Buffer.from(encoded, 'base64')) : data));
}

function binary(
  headers: MessageHeaders,
  contentType: string,
  value: Buffer | null,
): ReceivedEvent | Unreadable {
  const attributes = Object.keys(headers)
    .filter((name) => name.startsWith('ce_'))
    .map((name) => [name.slice('ce_'.length), headerText(headers, name)]);
  const datacontenttype = contentType === '' ? {} : { datacontenttype: contentType };
  return eventOf({ ...Object.fromEntries(attributes), ...datacontenttype }, () =>
    value === null || value.length === 0 ? undefined : jsonIn(value),
  );
}

function eventOf(envelope: unknown, dataIn: () => unknown): ReceivedEvent | Unreadable {
  const parsed = Attributes.safeParse(envelope);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const isType = issue?.path[0] === 'datacontenttype';
    const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    return isType
      ? unreadable('content-type-unsupported', `The data is not JSON; ${what}`)
      : unreadable('not-a-cloud-event', `This is no event of CloudEvents 1.0; ${what}`);
  }
  const data = dataIn();
  if (data === undefined || data === null) {
    return unreadable('data-missing', `The event ${parsed.data.id} has no data.`);
  }
  const { id, source, type, traceparent } = parsed.data;
  return { id, source, type, traceparent, data };
}

/** Throws `body-malformed`, as the HTTP door does. */
function jsonIn(bytes: Buffer): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw new HttpProblem(400, 'body-malformed', 'The message is not text in UTF-8.');
  }
}

function unreadable(code: string, message: string): Unreadable {
  return { code, message };
}
