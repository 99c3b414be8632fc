import { expect, test } from '@jest/globals';
import { newReportId } from './report-id.js';

test('a made id is a UUID of version 7 that says when it was made', () => {
  const at = new Date('2024-08-20T01:02:03.456Z');
  const id = newReportId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
  expect(newReportId(new Date(at.getTime() + 1)) > id).toBe(true);
  expect(newReportId(at)).not.toBe(id);
});
