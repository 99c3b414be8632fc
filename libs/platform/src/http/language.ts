import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

export type Language = 'vi' | 'en';

/** The language of messages, by `Accept-Language`; Vietnamese where nothing else is preferred. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/;\s*q=/);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => /^(?:vi|en)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.tag.startsWith('en') ? 'en' : 'vi';
}

/** The request's language as a parameter of a controller's method. */
export const RequestLanguage = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context
    .switchToHttp()
    .getRequest<{ headers: Record<string, string | undefined> }>();
  return languageOf(request.headers['accept-language']);
});
