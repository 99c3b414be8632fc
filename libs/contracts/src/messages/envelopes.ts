import { z } from 'zod';

/** What every CloudEvent of ours has; structured JSON mode. */
const attributes = <Type extends string>(type: Type) => ({
  specversion: z.literal('1.0'),
  /** Unique among the events of the source: who has seen it has seen the event. */
  id: z.string(),
  source: z.literal('/tiendo'),
  type: z.literal(type),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
});

/** A fact of the log, as a message of Kafka. */
export const factEnvelope = (type: string, data: z.ZodType) =>
  z.strictObject({
    ...attributes(type),
    /** The key of the message. */
    subject: z.string(),
    /** What led to it: the id of the request or of the batch. */
    correlationid: z.string(),
    /** Where the trace stood that led to it, where there was one; W3C Trace Context. */
    traceparent: z.string().optional(),
    /** Content in short: the same id with another fingerprint is a conflict, and has no effect. */
    fingerprint: z.string().optional(),
    /** The place in the order of the whole topic, over its partitions. */
    position: z.string().regex(/^\d+$/),
    data,
  });

/** How something stands now, as the last message of its key says it. */
export const stateEnvelope = (type: string, data: z.ZodType) =>
  z.strictObject({ ...attributes(type), subject: z.string(), data });

/** The answer to a message; without a subject where that had no id. */
export const receiptEnvelope = (type: string, data: z.ZodType) =>
  z.strictObject({
    ...attributes(type),
    subject: z.string().optional(),
    /** The id of the event that it answers. */
    causationid: z.string(),
    data,
  });

/** What others write: any CloudEvent of the type, with the attributes and extensions they like. */
export const receivedEnvelope = (type: string, data: z.ZodType) =>
  z.looseObject({
    specversion: z.literal('1.0'),
    id: z.string().min(1).max(1000),
    source: z.string().max(1000).regex(/^\S+$/),
    type: z.literal(type),
    datacontenttype: z
      .string()
      .regex(/^[^;]*[/+][jJ][sS][oO][nN] *(?:;|$)/)
      .optional(),
    traceparent: z.string().optional(),
    data,
  });
