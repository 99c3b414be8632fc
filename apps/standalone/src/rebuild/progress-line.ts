import type { RebuildProgressed } from '#progress';

const BAR = 24;
const TERMINAL_EVERY_MS = 100;
const PLAIN_EVERY_MS = 5000;

const STEPS: Readonly<Record<RebuildProgressed['step'], string>> = {
  preparing: 'Making new tables',
  replaying: 'Replaying',
  comparing: 'Comparing',
  'taking-over': 'Taking over',
};

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far a rebuild is: one line that changes on a terminal, else a line now and then. */
export class ProgressLine {
  private step = '';
  private shownAt = -Infinity;
  private begun = { at: 0, done: 0 };
  private isOpen = false;

  constructor(
    private readonly output: Output,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(at: RebuildProgressed): void {
    const isNew = at.step !== this.step;
    if (isNew) this.begun = { at: this.now(), done: at.done };
    this.step = at.step;
    const isWhole = at.step === 'replaying' && at.done === at.all;
    const every = this.output.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
    if (!isNew && !isWhole && this.now() - this.shownAt < every) return;
    this.shownAt = this.now();
    this.print(this.textOf(at), isNew);
  }

  /** Whatever is printed next begins on a line of its own. */
  end(): void {
    if (this.isOpen) this.output.write('\n');
    this.isOpen = false;
  }

  private print(text: string, isNew: boolean): void {
    if (!this.output.isTTY) {
      this.output.write(`${text}\n`);
      return;
    }
    if (isNew) this.end();
    this.output.write(`\r${text}\u001b[K`);
    this.isOpen = true;
  }

  private textOf({ step, done, all }: RebuildProgressed): string {
    if (step !== 'replaying') return `${STEPS[step]} …`;
    const share = all === 0 ? 1 : done / all;
    const full = Math.floor(share * BAR);
    const bar = this.output.isTTY ? `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ` : '';
    const facts = `${count(done)} of ${count(all)} facts`;
    const parts = [`${bar}${Math.floor(share * 100)} %`, facts, ...this.paceOf(done, all)];
    return `${STEPS[step]} ${parts.join(' · ')}`;
  }

  private paceOf(done: number, all: number): string[] {
    const seconds = (this.now() - this.begun.at) / 1000;
    const perSecond = (done - this.begun.done) / seconds;
    if (!(perSecond > 0) || !Number.isFinite(perSecond)) return [];
    return [`${count(Math.round(perSecond))}/s`, `${timeOf((all - done) / perSecond)} left`];
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function timeOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
