import { z } from 'zod';
import { Schedule } from './reference/rule.js';
import { Code, extensible, text } from './scalars.js';
import { STATUSES } from './status.js';

export const ALERT_STATES = ['pending', 'open', 'acknowledged', 'resolved', 'superseded'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const TimelineEntry = z.strictObject({
  at: z.string(),
  what: extensible([
    'pending',
    'raised',
    'changed',
    'acknowledged',
    'commented',
    'resolved',
    'superseded',
  ]),
  by: z.string().optional(),
  text: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  period: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** One episode of one rule for one target. */
export const Alert = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    targetId: z.string(),
    indicator: z.string(),
    unit: z.string(),
    severity: z.enum(['critical', 'warning', 'info']),
    episode: z.int(),
    state: z.enum(ALERT_STATES),
    raisedAt: z.string().nullable(),
    resolvedAt: z.string().optional(),
    timeline: z.array(TimelineEntry),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof Alert>;

/** Asks for an evaluation now, of one rule or of all. */
export const EvaluationRequest = z
  .strictObject({ rule: Code.optional() })
  .meta({ id: 'EvaluationRequest' });

/** What became of an evaluation; counts are 0 until it is done. */
export const EvaluationAnswer = z
  .strictObject({
    id: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    rule: z.string().optional(),
    /** How many targets were looked at, once for each rule. */
    evaluated: z.int(),
    raised: z.int(),
    resolved: z.int(),
    error: z.string().optional(),
  })
  .meta({ id: 'Evaluation' });
export type EvaluationAnswer = z.infer<typeof EvaluationAnswer>;

export const ScheduleItem = z
  .strictObject({
    rule: z.string(),
    schedule: Schedule,
    isDue: z.boolean(),
    lastRun: z.string().nullable(),
    nextRun: z.string(),
  })
  .meta({ id: 'ScheduleItem' });
export type ScheduleItem = z.infer<typeof ScheduleItem>;

const Text = text(4000).min(1);
export const Acknowledgement = z
  .strictObject({ text: Text.optional() })
  .meta({ id: 'Acknowledgement' });
export const Comment = z.strictObject({ text: Text }).meta({ id: 'Comment' });

/** An alert's transition on its way to a channel; `abandoned` after the last attempt failed. */
export const DELIVERY_STATES = ['pending', 'delivered', 'abandoned'] as const;
export const Delivery = z
  .strictObject({
    id: z.string(),
    webhookId: z.string(),
    alertId: z.string(),
    channel: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    deliveredAt: z.string().nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
