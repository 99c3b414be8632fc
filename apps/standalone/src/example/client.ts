/** What Tiendo answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Speaks Tiendo's public HTTP API with one key, as any program outside would. */
export class Client {
  constructor(
    readonly address: string,
    private readonly key: string,
  ) {}

  /** The same server, as another key. */
  as(key: string): Client {
    return new Client(this.address, key);
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.ask('POST', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.ask('DELETE', path);
  }

  /** All items of a list, page after page; `path` carries its filters, if any. */
  async list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    let next: string | null | undefined;
    do {
      const cursor = next
        ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`
        : '';
      const page = expected(await this.get(path + cursor), path) as Page<Item>;
      items.push(...page.items);
      next = page.next;
    } while (next);
    return items;
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}

interface Page<Item> {
  items: Item[];
  next?: string | null;
}

/** The body of an answer that went well; throws with what was asked and what was answered otherwise. */
export function expected({ status, body }: Answer, what: string): unknown {
  if (status >= 200 && status < 300) return body;
  throw new Error(`${what} was answered with ${status}: ${JSON.stringify(body).slice(0, 2000)}`);
}

/** Asks again every 50 ms until there is something, at most for so long. */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not happen in ${seconds} s.`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
