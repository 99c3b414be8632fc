import type { Language } from './language.js';

/** What a problem is called, by code; codes that are not here are called by their status. */
const TITLES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'body-malformed': { vi: 'Nội dung gửi không đọc được', en: 'The body cannot be read' },
  'body-invalid': { vi: 'Nội dung gửi chưa đúng', en: 'The body is not as it must be' },
  'body-too-large': { vi: 'Nội dung gửi quá lớn', en: 'The body is too large' },
  'content-type-unsupported': {
    vi: 'Kiểu nội dung không được hỗ trợ',
    en: 'The content type is not supported',
  },
  'parameter-invalid': { vi: 'Tham số chưa đúng', en: 'A parameter is not as it must be' },
  'rate-limited': { vi: 'Gửi quá nhiều yêu cầu', en: 'Too many requests' },
  'not-found': { vi: 'Không tìm thấy', en: 'There is no such thing' },
  'not-authenticated': { vi: 'Thiếu khóa truy cập hợp lệ', en: 'A valid key is needed' },
  'not-permitted': { vi: 'Không được phép', en: 'Not permitted' },
  'duplicate-conflict': {
    vi: 'Mã báo cáo đã dùng cho nội dung khác',
    en: 'The report id was used for other content',
  },
  unavailable: { vi: 'Tạm thời không phục vụ được', en: 'Not available for now' },
  internal: { vi: 'Lỗi hệ thống', en: 'Something went wrong here' },
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'body-invalid',
  401: 'not-authenticated',
  403: 'not-permitted',
  404: 'not-found',
  409: 'duplicate-conflict',
  413: 'body-too-large',
  415: 'content-type-unsupported',
  422: 'body-invalid',
  429: 'rate-limited',
  503: 'unavailable',
};

export function titleOf(code: string, status: number, language: Language): string {
  const titles = TITLES[code] ?? TITLES[BY_STATUS[status] ?? 'internal'];
  return titles?.[language] ?? code;
}

/** The code of a failure that has none of its own. */
export function codeOfStatus(status: number): string {
  return BY_STATUS[status] ?? (status < 500 ? 'body-invalid' : 'internal');
}
