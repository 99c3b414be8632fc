import type { Language } from './text.js';

/** What the last lines of a start need to know. */
export interface WelcomeContent {
  readonly address: string;
  /** A shell expression that gives the administrator's key: `$(cat '…/admin-key')`. */
  readonly keyExpression: string;
  /** The day on which the example's clock stands. */
  readonly now: string;
}

/**
 * The address, where the key is, and three commands that work when pasted: a report that turns a green
 * ward red, its progress, and the alert.
 */
export function renderWelcome(content: WelcomeContent, language: Language): string {
  const { address, keyExpression, now } = content;
  const say = TEXTS[language];
  return [
    `${say.address}  ${address}   (${say.docs} ${address}/docs)`,
    `${say.key}  KEY="${keyExpression}"`,
    `${say.clock} ${now}.`,
    '',
    `${say.first}`,
    `  KEY="${keyExpression}"`,
    `  curl -sS ${address}/v1/reports -H "authorization: Bearer $KEY" -H 'content-type: application/json' \\`,
    `    -d '{"indicator":"on-time-files","unitCode":"26740","period":"2025-Q2","numerator":2890,"denominator":3100}'`,
    '',
    `${say.second}`,
    `  sleep 1; curl -sS "${address}/v1/progress?indicator=on-time-files&unit=d1-ben-nghe" -H "authorization: Bearer $KEY"`,
    '',
    `${say.third}`,
    `  curl -sS ${address}/v1/evaluations -H "authorization: Bearer $KEY" -H 'content-type: application/json' -d '{}'; sleep 1; \\`,
    `    curl -sS "${address}/v1/alerts?state=open&unit=d1-ben-nghe" -H "authorization: Bearer $KEY"`,
    '',
    say.end,
  ].join('\n');
}

const TEXTS = {
  en: {
    address: 'address',
    docs: 'documentation:',
    key: 'key    ',
    clock: 'The clock of this example was set; it started at',
    first:
      '1. Report as Bến Nghé ward: 2,890 of 3,100 files on time in 2025-Q2, where at least 98 % is promised.',
    second: '2. See its progress move: off-track in 2025-Q2, where it was on-track in 2025-Q1.',
    third: '3. Evaluate now, and see the alert that the planners get.',
    end: 'Serving. Ctrl-C ends it.',
  },
  vi: {
    address: 'địa chỉ',
    docs: 'tài liệu:',
    key: 'khóa   ',
    clock: 'Đồng hồ của ví dụ này được đặt trước; bắt đầu lúc',
    first:
      '1. Báo cáo của phường Bến Nghé: 2.890 trên 3.100 hồ sơ đúng hạn trong 2025-Q2, chỉ tiêu là từ 98 % trở lên.',
    second: '2. Xem tiến độ thay đổi: 2025-Q2 nguy cơ không đạt, 2025-Q1 còn dự kiến đạt.',
    third: '3. Đánh giá ngay, và xem cảnh báo mà cán bộ tổng hợp nhận được.',
    end: 'Đang phục vụ. Ctrl-C để dừng.',
  },
} satisfies Record<Language, Record<string, string>>;
