import { expect, test } from '@jest/globals';
import { eventReportId } from './event-report-id.js';

test('is what any library of UUIDs makes of source and id', () => {
  // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, '/wards/ben-nghe 2024-06/17'))"
  expect(eventReportId({ source: '/wards/ben-nghe', id: '2024-06/17' })).toBe(
    '0948f80c-a3dc-58af-bcce-1a23a776f607',
  );
});

test('another source or another id is another report', () => {
  const ids = ['1', '2'].flatMap((id) =>
    ['/a', '/b'].map((source) => eventReportId({ source, id })),
  );
  expect(new Set(ids).size).toBe(4);
});
