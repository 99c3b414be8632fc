import type { Frequency, Problem, Refusal, RefusalCode } from '#contracts';
import { FREQUENCY_WORDS, TEXTS, type Text } from './texts.js';

export type Language = 'vi' | 'en';

/** A refusal in the words of a language: what is wrong, with what was sent, and how to mend it. */
export function worded(refusal: Refusal, language: Language): Problem {
  const { pointer, code, because, values = {} } = refusal;
  const text = textOf(code, because)[language];
  const message = text.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'because' ? caseIn(because ?? '', language) : valueIn(values[name] ?? '', language),
  );
  return { pointer, code, message };
}

function textOf(code: RefusalCode, because: string | undefined): Text {
  const texts = TEXTS[code];
  const text = because !== undefined && Object.hasOwn(texts, because) ? texts[because] : undefined;
  return text ?? texts.any;
}

function caseIn(because: string, language: Language): string {
  const frequency = Object.hasOwn(FREQUENCY_WORDS, because);
  return frequency ? FREQUENCY_WORDS[because as Frequency][language] : because;
}

/** Days are written as people of the language write them. */
function valueIn(value: string, language: Language): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return day && language === 'vi' ? `${day[3]}/${day[2]}/${day[1]}` : value;
}
