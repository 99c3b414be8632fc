import type { Alert, AlertState, TimelineEntry } from '#contracts';

/** What an episode is about: one rule for one target, for the n-th time. */
export type Episode = Pick<
  Alert,
  'id' | 'rule' | 'targetId' | 'indicator' | 'unit' | 'severity' | 'episode'
>;

const STATE_AFTER: Readonly<Partial<Record<TimelineEntry['what'], AlertState>>> = {
  pending: 'pending',
  raised: 'open',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  superseded: 'superseded',
};

/** An episode to which nothing has happened yet. */
export function unbegun(episode: Episode): Alert {
  return { ...episode, state: 'pending', raisedAt: null, timeline: [] };
}

/** An alert after one more thing happened to it. */
export function evolve(alert: Alert, entry: TimelineEntry): Alert {
  const state = STATE_AFTER[entry.what] ?? alert.state;
  return {
    ...alert,
    state,
    ...(entry.what === 'raised' && { raisedAt: entry.at }),
    ...(isEnded({ state }) && !isEnded(alert) && { resolvedAt: entry.at }),
    timeline: [...alert.timeline, entry],
  };
}

/** Resolved or superseded: nothing happens to it any more, but that people may comment. */
export function isEnded({ state }: Pick<Alert, 'state'>): boolean {
  return state === 'resolved' || state === 'superseded';
}
