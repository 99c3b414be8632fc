import pg from 'pg';

interface Share {
  calls: number;
  seconds: number;
}

type Query = (this: pg.Client, config: unknown, ...rest: unknown[]) => unknown;

/**
 * Measures what is waited for: the seconds from sending each statement to its answer, by its name or first
 * words. What is left of the whole is the process's own work.
 */
export class Profile {
  private readonly shares = new Map<string, Share>();
  private readonly original = pg.Client.prototype.query as Query;

  start(): void {
    const { original, shares } = this;
    const measured: Query = function (config, ...rest) {
      const began = performance.now();
      const answer = original.call(this, config, ...rest);
      if (!(answer instanceof Promise)) return answer;
      const share = entryOf(shares, nameOf(config));
      return answer.finally(() => {
        share.calls += 1;
        share.seconds += (performance.now() - began) / 1000;
      });
    };
    pg.Client.prototype.query = measured as typeof pg.Client.prototype.query;
  }

  /** Stops measuring; answers a table of the statements that took longest, and of what is left of the whole. */
  stop(wholeSeconds: number): string {
    pg.Client.prototype.query = this.original as typeof pg.Client.prototype.query;
    const sorted = [...this.shares].sort(([, a], [, b]) => b.seconds - a.seconds);
    const waited = sorted.reduce((sum, [, { seconds }]) => sum + seconds, 0);
    const line = (name: string, calls: number | string, seconds: number) =>
      `| ${name} | ${calls} | ${((seconds / wholeSeconds) * 100).toFixed(1)} % |`;
    return [
      '| statement | calls | share of the time |',
      '| --- | --- | --- |',
      ...sorted.slice(0, 15).map(([name, share]) => line(name, share.calls, share.seconds)),
      line('between statements', '', wholeSeconds - waited),
    ].join('\n');
  }
}

function nameOf(config: unknown): string {
  const { name, text } = typeof config === 'string' ? { text: config } : (config as NamedText);
  return name ?? text.trim().split(/\s+/).slice(0, 5).join(' ');
}

interface NamedText {
  readonly name?: string;
  readonly text: string;
}

function entryOf(shares: Map<string, Share>, name: string): Share {
  const known = shares.get(name) ?? { calls: 0, seconds: 0 };
  shares.set(name, known);
  return known;
}
