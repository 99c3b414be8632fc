/** Examples for the documentation; the indicator and its figures are illustrative. */
export const report = {
  reportId: 'ben-nghe-2024-q2-e-health',
  indicator: 'e-health-record',
  unitCode: '26740',
  unitName: 'Phường Bến Nghé',
  period: '2024-Q2',
  numerator: '9120',
  denominator: '10400',
};

export const accepted = {
  reportId: report.reportId,
  state: 'accepted',
  position: '0000000000004711',
};

export const batch = {
  accepted: 1,
  refused: 1,
  position: accepted.position,
  results: [
    { index: 0, ...accepted },
    {
      index: 1,
      reportId: 'ben-nghe-2024-q5-e-health',
      state: 'refused',
      errors: [
        {
          pointer: '/period',
          code: 'period-malformed',
          message: 'Kỳ báo cáo “2024-Q5” không đúng. Hãy viết 2024, 2024-H1, 2024-Q2 hoặc 2024-06.',
        },
      ],
    },
  ],
};

export const withdrawn = {
  reportId: report.reportId,
  state: 'withdrawn',
  position: '0000000000004712',
};

export const receipt = {
  reportId: report.reportId,
  state: 'projected',
  position: accepted.position,
  acceptedAt: '2024-07-02T02:15:00.120Z',
  recordedAt: '2024-07-02T02:15:00.124Z',
  projectedAt: '2024-07-02T02:15:00.124Z',
  refusedAt: null,
};

export const history = {
  items: [
    {
      reportId: report.reportId,
      indicator: report.indicator,
      unit: 'd1-ben-nghe',
      period: report.period,
      numerator: report.numerator,
      denominator: report.denominator,
      standing: 'official',
      counted: true,
      sender: 'Phường Bến Nghé',
      receivedAt: '2024-07-02T02:15:00.120Z',
      position: accepted.position,
    },
  ],
  next: null,
};
