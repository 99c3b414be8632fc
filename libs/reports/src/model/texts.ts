import type { Frequency, RefusalCode } from '#contracts';

export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** A period of each frequency in words, with how it is written. */
export const FREQUENCY_WORDS: Readonly<Record<Frequency, Text>> = {
  month: { vi: 'tháng (ví dụ 2024-06)', en: 'months (such as 2024-06)' },
  quarter: { vi: 'quý (ví dụ 2024-Q2)', en: 'quarters (such as 2024-Q2)' },
  'half-year': { vi: 'nửa năm (ví dụ 2024-H1)', en: 'half-years (such as 2024-H1)' },
  year: { vi: 'năm (ví dụ 2024)', en: 'years (such as 2024)' },
};

/** By code, and within a code by its case; `any` where there is one case, or none of those named. */
type Texts = Readonly<
  Record<RefusalCode, { readonly any: Text; readonly [because: string]: Text }>
>;

/** What a ward clerk is told. `{name}` stands for a value of the refusal, `{because}` for its case. */
export const TEXTS: Texts = {
  'unknown-indicator': {
    any: {
      vi: 'Không có chỉ tiêu mang mã “{indicator}”. Hãy kiểm tra lại mã chỉ tiêu.',
      en: 'There is no indicator with the code “{indicator}”. Please check the code.',
    },
  },
  'unknown-unit': {
    any: {
      vi: 'Không có đơn vị “{unit}”. Hãy kiểm tra lại đơn vị.',
      en: 'There is no unit “{unit}”. Please check the unit.',
    },
    code: {
      vi: 'Chưa từng có đơn vị nào mang mã hành chính “{unit}”. Hãy kiểm tra lại mã.',
      en: 'No unit has ever had the official code “{unit}”. Please check the code.',
    },
  },
  'unit-not-valid-in-period': {
    any: {
      vi: 'Đơn vị {unit} không tồn tại vào ngày {on}, ngày cuối của kỳ báo cáo.',
      en: 'The unit {unit} is not there on {on}, the last day of the period.',
    },
    'not-yet': {
      vi: 'Đơn vị {unit} mới có từ ngày {validFrom}, sau ngày cuối của kỳ báo cáo ({on}). Hãy báo cáo cho đơn vị của thời kỳ đó.',
      en: 'The unit {unit} is there only from {validFrom}, after the last day of the period ({on}). Report for the unit of that time.',
    },
    'no-more': {
      vi: 'Đơn vị {unit} không còn từ ngày {validTo}; ngày cuối của kỳ báo cáo là {on}. Hãy báo cáo cho đơn vị mới sau sắp xếp.',
      en: 'The unit {unit} is no more since {validTo}; the last day of the period is {on}. Report for the unit that followed it.',
    },
  },
  'code-name-mismatch': {
    any: {
      vi: 'Trong kỳ {period}, mã {code} là của {unit}, không phải “{sent}”. Mã có thể đã được cấp lại; hãy kiểm tra mã và tên.',
      en: 'In {period} the code {code} is that of {unit}, not “{sent}”. Codes are re-used; please check code and name.',
    },
  },
  'period-malformed': {
    any: {
      vi: 'Kỳ báo cáo “{period}” không đúng. Hãy viết 2024, 2024-H1, 2024-Q2 hoặc 2024-06.',
      en: '“{period}” is not a period. Write 2024, 2024-H1, 2024-Q2 or 2024-06.',
    },
  },
  'period-wrong-frequency': {
    any: {
      vi: 'Chỉ tiêu “{indicator}” được báo cáo theo {because}; kỳ “{period}” không phải.',
      en: 'The indicator “{indicator}” is reported by {because}; “{period}” is not one.',
    },
  },
  'period-in-future': {
    any: {
      vi: 'Kỳ {period} bắt đầu từ ngày {firstDay}; chưa nhận báo cáo trước ngày đó.',
      en: 'The period {period} begins on {firstDay}; reports are not taken before that day.',
    },
  },
  'period-locked': {
    any: {
      vi: 'Kỳ {period} đã khóa sổ. Hãy liên hệ đơn vị tổng hợp nếu cần sửa.',
      en: 'The period {period} is locked. Ask the planning office if it has to be corrected.',
    },
  },
  'value-malformed': {
    any: {
      vi: 'Ô “{field}” không phải là số hợp lệ. Hãy viết như 1234.5: dấu chấm cho phần thập phân, không có dấu phân cách hàng nghìn, tối đa 30 chữ số trước và sau dấu chấm.',
      en: 'The field “{field}” is not a number that can be kept exactly. Write it like 1234.5: a point before the decimals, nothing between thousands, at most 30 digits before and after the point.',
    },
    done: {
      vi: 'Ô “done” chỉ nhận true (đã xong) hoặc false (chưa xong).',
      en: 'The field “done” is either true or false.',
    },
  },
  'value-out-of-bounds': {
    any: { vi: 'Giá trị {value} nằm ngoài giới hạn.', en: 'The value {value} is out of bounds.' },
    below: {
      vi: 'Giá trị {value} nhỏ hơn mức thấp nhất cho phép là {min} ({unitOfMeasure}).',
      en: 'The value {value} is below the least allowed, {min} ({unitOfMeasure}).',
    },
    above: {
      vi: 'Giá trị {value} lớn hơn mức cao nhất cho phép là {max} ({unitOfMeasure}).',
      en: 'The value {value} is above the most allowed, {max} ({unitOfMeasure}).',
    },
    denominator: {
      vi: 'Mẫu số {value} là số âm; mẫu số phải từ 0 trở lên.',
      en: 'The denominator {value} is negative; it must be 0 or more.',
    },
  },
  'value-shape': {
    any: {
      vi: 'Giá trị không đúng loại của chỉ tiêu “{indicator}”.',
      en: 'The value is not of the sort that the indicator “{indicator}” asks for.',
    },
    plain: {
      vi: 'Chỉ tiêu “{indicator}” cần đúng một số ở ô “value”.',
      en: 'The indicator “{indicator}” asks for one number, in “value”, and nothing else.',
    },
    ratio: {
      vi: 'Chỉ tiêu “{indicator}” cần tử số ở ô “numerator” và mẫu số ở ô “denominator”, không dùng ô khác.',
      en: 'The indicator “{indicator}” asks for “numerator” and “denominator”, and nothing else.',
    },
    done: {
      vi: 'Chỉ tiêu “{indicator}” cần ô “done”: true (đã xong) hoặc false (chưa xong), không dùng ô khác.',
      en: 'The indicator “{indicator}” asks for “done”, true or false, and nothing else.',
    },
  },
  'not-permitted': {
    any: {
      vi: 'Khóa truy cập này không được báo cáo thay cho {unit}.',
      en: 'This key may not report for {unit}.',
    },
  },
  'duplicate-conflict': {
    any: {
      vi: 'Mã báo cáo “{reportId}” đã dùng cho một báo cáo có nội dung khác. Để sửa số liệu, hãy gửi báo cáo mới với mã khác.',
      en: 'The report id “{reportId}” was used for other content. To correct a figure, send a new report under a new id.',
    },
  },
  'breakdown-mismatch': {
    any: {
      vi: 'Số liệu chi tiết không khớp.',
      en: 'The breakdown does not match.',
    },
    'no-dimension': {
      vi: 'Một dòng chi tiết chưa nêu phân tổ (ví dụ giới tính, nhóm tuổi).',
      en: 'A part of the breakdown names no dimension.',
    },
    'unknown-dimension': {
      vi: 'Chỉ tiêu này không có phân tổ “{dimension}”.',
      en: 'This indicator has no dimension “{dimension}”.',
    },
    'unknown-value': {
      vi: 'Phân tổ “{dimension}” không có giá trị “{value}”.',
      en: 'The dimension “{dimension}” has no value “{value}”.',
    },
    repeated: {
      vi: 'Một dòng chi tiết bị lặp lại.',
      en: 'A part of the breakdown is told twice.',
    },
    sum: {
      vi: 'Tổng các phần chi tiết theo {dimensions} là {sum}, khác với giá trị chung {value}.',
      en: 'The parts by {dimensions} add up to {sum}, not to the whole, {value}.',
    },
  },
  'unit-wrong-level': {
    any: {
      vi: 'Chỉ tiêu này do cấp “{reportedBy}” báo cáo; {unit} thuộc cấp “{level}”.',
      en: 'This indicator is reported by units of the level “{reportedBy}”; {unit} is of “{level}”.',
    },
  },
  'unknown-field': {
    any: {
      vi: 'Không có trường “{field}” trong báo cáo. Hãy bỏ đi hoặc sửa tên trường.',
      en: 'A report has no field “{field}”. Remove it or correct its name.',
    },
  },
  'field-malformed': {
    any: {
      vi: 'Trường “{field}” không đúng dạng.',
      en: 'The field “{field}” is not of the form it must have.',
    },
    report: {
      vi: 'Mỗi báo cáo phải là một đối tượng JSON { … }.',
      en: 'A report is a JSON object { … }.',
    },
    reportId: {
      vi: 'Mã báo cáo chỉ gồm chữ không dấu, chữ số và các dấu . _ : ~ -, tối đa 100 ký tự.',
      en: 'A report id has letters, digits and . _ : ~ - only, at most 100 of them.',
    },
    standing: {
      vi: 'Trường “standing” là “official” (chính thức) hoặc “estimate” (ước thực hiện).',
      en: 'The field “standing” is “official” or “estimate”.',
    },
    note: {
      vi: 'Ghi chú phải là văn bản, tối đa 4.000 ký tự.',
      en: 'A note is a text of at most 4,000 characters.',
    },
    evidence: {
      vi: 'Minh chứng là danh sách tối đa 50 đường dẫn (URL).',
      en: 'Evidence is a list of at most 50 links (URLs).',
    },
    breakdown: {
      vi: 'Chi tiết là danh sách tối đa 200 dòng, mỗi dòng có các phân tổ là văn bản và một “value”.',
      en: 'A breakdown is a list of at most 200 parts, each with its dimensions as text and a “value”.',
    },
    'two-units': {
      vi: 'Chỉ dùng một trong hai trường “unit” và “unitCode”.',
      en: 'Name the unit by “unit” or by “unitCode”, not by both.',
    },
    'name-without-code': {
      vi: 'Trường “unitName” chỉ đi cùng “unitCode”.',
      en: 'The field “unitName” goes with “unitCode” only.',
    },
  },
  'field-missing': {
    any: { vi: 'Thiếu trường “{because}”.', en: 'The field “{because}” is missing.' },
    unit: {
      vi: 'Thiếu đơn vị: hãy ghi “unit” hoặc “unitCode”.',
      en: 'The unit is missing: give “unit” or “unitCode”.',
    },
  },
  'body-too-large': {
    any: {
      vi: 'Báo cáo quá lớn: tối đa {kibibytes} KiB. Hãy gửi ít minh chứng hoặc chi tiết hơn.',
      en: 'The report is too large: at most {kibibytes} KiB. Send less evidence, or fewer parts.',
    },
  },
};
