import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** An alert of the machine. */
export interface MachineAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The alerts of `deploy/prometheus/rules.yaml`. */
export function machineAlerts(): readonly MachineAlert[] {
  const { groups } = parse(readFileSync('deploy/prometheus/rules.yaml', 'utf8')) as {
    groups: readonly { readonly rules: readonly MachineAlert[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly w: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** The panels of `deploy/grafana/tiendo.json` that show something. */
export function dashboardPanels(): readonly Panel[] {
  const dashboard = JSON.parse(readFileSync('deploy/grafana/tiendo.json', 'utf8')) as {
    panels: readonly Panel[];
  };
  return dashboard.panels.filter(({ type }) => type !== 'row');
}

/** Where Prometheus asks, by `deploy/prometheus/prometheus.yml`. */
export function scraped() {
  const { scrape_configs, rule_files } = parse(
    readFileSync('deploy/prometheus/prometheus.yml', 'utf8'),
  ) as {
    rule_files: readonly string[];
    scrape_configs: readonly {
      readonly job_name: string;
      readonly metrics_path: string;
      readonly static_configs: readonly { readonly targets: readonly string[] }[];
    }[];
  };
  return { jobs: scrape_configs, rules: rule_files };
}
