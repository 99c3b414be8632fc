import type { Reason, Status } from '#contracts';
import type { Language } from './text.js';

/** What the board says, in the two languages it speaks. */
export interface Words {
  readonly status: Record<Status, string>;
  readonly reason: Partial<Record<Reason, string>>;
  readonly severity: Record<'critical' | 'warning' | 'info', string>;
  readonly programme: string;
  readonly ward: string;
  readonly allItems: string;
  readonly red: string;
  readonly noRed: string;
  readonly openAlerts: string;
  readonly asOf: string;
  readonly targetsOfDistrict: string;
  readonly targetsOfWards: string;
  readonly earlierTerm: string;
  readonly published: string;
  expected(period: string, amount: string): string;
  limit(side: 'min' | 'max', amount: string, strict: boolean): string;
  byEnd(side: 'min' | 'max', amount: string): string;
  pace(pace: string): string;
}

const vi: Words = {
  status: {
    attained: 'đạt',
    'on-track': 'dự kiến đạt',
    'at-risk': 'cần theo dõi',
    'off-track': 'nguy cơ không đạt',
    missed: 'không đạt',
    'not-assessed': 'chưa đánh giá',
  },
  reason: {
    'limit-breached': 'vi phạm mức phải giữ',
    'earlier-year-missed': 'một năm trước không đạt',
  },
  severity: { critical: 'nghiêm trọng', warning: 'cảnh báo', info: 'thông tin' },
  programme: 'Chương trình',
  ward: 'Phường',
  allItems: 'Cả quận',
  red: 'Đỏ, và vì sao',
  noRed: 'Không có chỉ tiêu đỏ.',
  openAlerts: 'Cảnh báo đang mở',
  asOf: 'tính đến',
  targetsOfDistrict: 'chỉ tiêu của quận',
  targetsOfWards: 'chỉ tiêu giao phường',
  earlierTerm: 'Nhiệm kỳ trước',
  published: 'đã công bố',
  expected: (period, amount) => `kế hoạch đến ${period}: ${amount}`,
  limit: (side, amount, strict) =>
    side === 'min'
      ? `phải ${strict ? 'trên' : 'từ'} ${amount}${strict ? '' : ' trở lên'}`
      : `phải ${strict ? 'dưới' : 'không quá'} ${amount}`,
  byEnd: (side, amount) => `mức chỉ tiêu: ${side === 'min' ? 'ít nhất' : 'không quá'} ${amount}`,
  pace: (pace) => `tiến độ ${pace}`,
};

const en: Words = {
  status: {
    attained: 'attained',
    'on-track': 'on track',
    'at-risk': 'at risk',
    'off-track': 'off track',
    missed: 'missed',
    'not-assessed': 'not assessed',
  },
  reason: {
    'limit-breached': 'the limit is breached',
    'earlier-year-missed': 'an earlier year was missed',
  },
  severity: { critical: 'critical', warning: 'warning', info: 'info' },
  programme: 'Programme',
  ward: 'Ward',
  allItems: 'The whole district',
  red: 'Red, and why',
  noRed: 'Nothing is red.',
  openAlerts: 'Open alerts',
  asOf: 'as of',
  targetsOfDistrict: "the district's targets",
  targetsOfWards: "the wards' own targets",
  earlierTerm: 'The term before',
  published: 'published',
  expected: (period, amount) => `${amount} expected by ${period}`,
  limit: (side, amount, strict) =>
    side === 'min'
      ? `must be ${strict ? 'above' : 'at least'} ${amount}`
      : `must be ${strict ? 'below' : 'at most'} ${amount}`,
  byEnd: (side, amount) => `target ${side === 'min' ? 'at least' : 'at most'} ${amount}`,
  pace: (pace) => `pace ${pace}`,
};

export const WORDS: Record<Language, Words> = { vi, en };
