import type { Rebuilt, StatusChange } from '#progress';

const MOST_LINES = 200;

/** What a rebuild found and did, in lines to be read. */
export function told(rebuilt: Rebuilt, dryRun: boolean): string[] {
  const { comparison, isSame, leftOut } = rebuilt;
  return [
    ...tablesOf(rebuilt),
    ...(comparison.overtaken > 0
      ? [`${comparison.overtaken} standings wait to be looked at again; they are not compared.`]
      : []),
    ...cut(
      leftOut.map(
        ({ id, partition, offset, error }) =>
          `left out: the fact ${id} at ${partition}/${offset}: ${error}`,
      ),
    ),
    ...(isSame ? [] : statusesOf(comparison.statuses)),
    outcomeOf(rebuilt, dryRun),
  ];
}

function tablesOf({ comparison }: Rebuilt): string[] {
  const rows = [
    ['table', 'live rows', 'checksum', 'rebuilt rows', 'checksum', 'difference'],
    ...comparison.tables.map(({ table, live, rebuilt, onlyLive, onlyRebuilt }) => [
      table,
      String(live.rows),
      live.checksum,
      String(rebuilt.rows),
      rebuilt.checksum,
      onlyLive + onlyRebuilt === 0 ? 'none' : `-${onlyLive} +${onlyRebuilt}`,
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function statusesOf(changes: readonly StatusChange[]): string[] {
  if (changes.length === 0) return ['No status would change.'];
  const lines = changes.map(
    ({ target, indicator, unit, from, to }) =>
      `${target ?? `${indicator} without a target`}, ${unit}: ${from ?? 'not there'} -> ${to ?? 'not there'}`,
  );
  return [`${changes.length} statuses would change:`, ...cut(lines)];
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`];
}

function outcomeOf({ isSame, tookOver, facts }: Rebuilt, dryRun: boolean): string {
  const replayed = `Rebuilt from ${facts} facts`;
  if (tookOver && isSame) return `${replayed}: the same as before. The new tables have taken over.`;
  if (tookOver) return `${replayed}. The new tables have taken over.`;
  if (isSame) return `${replayed}: the same as what is live. Nothing was taken over.`;
  const hint = dryRun ? '' : ' With --allow-changes the new tables take over.';
  return `${replayed}: different from what is live. Nothing was taken over.${hint}`;
}
