/** What the documentation of topics shows; the figures are illustrative. */
export const aReport = {
  reportId: 'ben-nghe-2025-q1-e-health',
  indicator: 'e-health-record',
  unit: 'd1-ben-nghe',
  period: '2025-Q1',
  numerator: '8164',
  denominator: '10400',
  standing: 'official',
  sender: 'Phường Bến Nghé',
  senderKey: '7c1f0c52',
  catalogueVersion: 3,
  fingerprint: 'k3dT0Zq1',
};

export const aWithdrawal = {
  reportId: aReport.reportId,
  indicator: aReport.indicator,
  reason: 'Số liệu của phường khác',
  sender: aReport.sender,
  senderKey: aReport.senderKey,
};

export const aRefusal = {
  reportId: 'ben-nghe-2025-q5-e-health',
  indicator: aReport.indicator,
  unit: aReport.unit,
  period: '2025-Q5',
  sender: aReport.sender,
  senderKey: aReport.senderKey,
  errors: [{ pointer: '/period', code: 'period-malformed', values: { period: '2025-Q5' } }],
};

export const aChange = {
  version: 3,
  changed: {
    units: [],
    calendars: [],
    indicators: [],
    resolutions: ['d1-xii'],
    targets: ['d1-xii-e-health-record-ben-nghe'],
    channels: [],
    rules: [],
  },
  recompute: {
    ancestry: false,
    figures: [],
    indicators: [],
    targets: ['d1-xii-e-health-record-ben-nghe'],
  },
};

export const aProgressItem = {
  targetId: 'd1-xii-e-health-record-ben-nghe',
  kind: 'reach',
  resolution: 'd1-xii',
  programme: 'happy-families',
  sector: 'culture-society',
  indicator: aReport.indicator,
  unit: aReport.unit,
  asOf: '2025-05-20',
  period: aReport.period,
  actual: '78.5',
  expected: '88.25',
  target: { min: '95' },
  pace: '0.7891',
  status: 'at-risk',
  method: 'pace/1',
  standing: 'official',
  completeness: { due: 1, reported: 1 },
  overduePeriods: 0,
  position: '0000000000004711',
};

const raised = {
  at: '2025-05-20T01:15:00.000Z',
  what: 'raised',
  status: 'off-track',
  period: '2025-Q1',
};

const LINES: Readonly<Record<string, object>> = {
  changed: { at: '2025-05-20T02:15:00.120Z', status: 'missed', period: '2025-Q1' },
  acknowledged: { at: '2025-05-20T02:15:00.120Z', by: 'lan.nguyen' },
  commented: { at: '2025-05-20T02:15:00.120Z', by: 'lan.nguyen', text: 'Phường sẽ báo cáo lại' },
  resolved: { at: '2025-05-20T02:15:00.120Z', status: 'on-track', period: '2025-Q2' },
  superseded: { at: '2025-05-20T02:15:00.120Z' },
};

const STATES: Readonly<Record<string, string>> = {
  acknowledged: 'acknowledged',
  commented: 'acknowledged',
  resolved: 'resolved',
  superseded: 'superseded',
};

/** An alert whose last line tells of this, with the id and the key of its fact. */
export function anAlert(what: string) {
  const id = '6f1c2a9be07d45c8912ab3cd';
  const line = LINES[what];
  const timeline = [raised, ...(line ? [{ what, ...line }] : [])];
  const data = {
    id,
    rule: 'off-track',
    targetId: 'd1-xii-on-time-files-ben-nghe',
    indicator: 'on-time-files',
    unit: 'd1-ben-nghe',
    severity: 'critical',
    episode: 1,
    state: STATES[what] ?? 'open',
    raisedAt: raised.at,
    ...(what === 'resolved' && { resolvedAt: '2025-05-20T02:15:00.120Z' }),
    timeline,
  };
  return { id: `${id}.${timeline.length}`, key: id, data };
}
