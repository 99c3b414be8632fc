/** What the documentation shows; the figures are illustrative. */
const begun = {
  id: '6f1c2a9be07d45c8912ab3cd',
  rule: 'off-track',
  targetId: 'd1-xii-12-ben-nghe',
  indicator: 'on-time-files',
  unit: 'd1-ben-nghe',
  severity: 'critical',
  episode: 1,
};
const raised = {
  at: '2025-05-20T01:15:00.000Z',
  what: 'raised',
  status: 'off-track',
  period: '2025-Q1',
};
const seen = {
  at: '2025-05-20T02:30:00.000Z',
  what: 'acknowledged',
  by: 'lan.nguyen',
  text: 'Đang kiểm tra với phường',
};

export const alert = { ...begun, state: 'open', raisedAt: raised.at, timeline: [raised] };
export const acknowledged = { ...alert, state: 'acknowledged', timeline: [raised, seen] };
export const commented = {
  ...acknowledged,
  timeline: [raised, seen, { ...seen, what: 'commented', text: 'Phường sẽ báo cáo lại' }],
};
export const alerts = { items: [alert], next: null };

export const queued = { id: '0f8b6f5e-6a4e-4c1f-9a53-2a5e0c0b7a11' };
export const evaluation = { ...queued, state: 'done', evaluated: 451, raised: 2, resolved: 1 };

export const schedules = {
  items: [
    {
      rule: 'off-track',
      schedule: { every: 'PT15M' },
      isDue: false,
      lastRun: '2025-05-20T01:15:00.000Z',
      nextRun: '2025-05-20T01:30:00.000Z',
    },
  ],
  next: null,
};

export const deliveries = {
  items: [
    {
      id: '42',
      webhookId: `${begun.id}.1`,
      alertId: begun.id,
      channel: 'planners',
      state: 'pending',
      attempts: 2,
      nextAttemptAt: '2026-01-05T03:00:30.000Z',
      deliveredAt: null,
      lastError: 'The receiver said 503.',
    },
  ],
  next: null,
};
