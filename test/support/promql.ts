import { parser } from '@prometheus-io/lezer-promql';

/** What a PromQL expression names. */
export interface Asked {
  readonly metrics: readonly string[];
  /** In selectors, groupings and matchings. */
  readonly labels: readonly string[];
  /** Where it cannot be read, the text from there on. */
  readonly unreadable: readonly string[];
}

/** Reads an expression as Prometheus' own editor does. */
export function asked(expression: string): Asked {
  const found = { metrics: [] as string[], labels: [] as string[], unreadable: [] as string[] };
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to }) => {
      const text = expression.slice(from, to);
      if (type.isError) found.unreadable.push(expression.slice(from));
      else if (name === 'Identifier') found.metrics.push(text);
      else if (name === 'LabelName') found.labels.push(text);
    },
  });
  return found;
}
