import { z } from 'zod';
import { STATUSES } from './status.js';

export const ALERT_STATES = ['pending', 'open', 'acknowledged', 'resolved', 'superseded'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const TimelineEntry = z.strictObject({
  at: z.string(),
  what: z.enum([
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
