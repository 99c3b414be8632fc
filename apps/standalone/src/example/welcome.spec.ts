import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { SubmittedReport } from '#contracts';
import { renderWelcome } from './welcome.js';

const content = {
  address: 'http://127.0.0.1:8080',
  keyExpression: "$(cat '/data folder/admin-key')",
  now: '2025-05-20',
};

test('the report that the first command sends is one that Tiendo takes', () => {
  const body = /-d '(\{"indicator.*\})'/.exec(renderWelcome(content, 'en'))?.[1];
  expect(SubmittedReport.safeParse(JSON.parse(body ?? '')).success).toBe(true);
});

test('what is pasted is valid shell, in both languages', () => {
  for (const language of ['vi', 'en'] as const) {
    const commands = renderWelcome(content, language)
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .join('\n');
    expect(commands.match(/curl/g)).toHaveLength(4);
    expect(() => execFileSync('sh', ['-n'], { input: commands })).not.toThrow();
  }
});
