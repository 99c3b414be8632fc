import { context, propagation, trace } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';

/**
 * Starts OpenTelemetry in this process and answers how to end it, which sends what is still here. Spans go
 * over OTLP/HTTP to where the standard `OTEL_` variables say, in batches; to `exporter`, one by one, where
 * that is given. Only what starts it loads its packages.
 */
export async function startTracing(exporter?: SpanExporter): Promise<() => Promise<void>> {
  const sdk = await import('@opentelemetry/sdk-trace-node');
  const processor = exporter
    ? new sdk.SimpleSpanProcessor(exporter)
    : new sdk.BatchSpanProcessor(await overHttp());
  const provider = new sdk.NodeTracerProvider({
    resource: await whoWeAre(),
    spanProcessors: [processor],
  });
  provider.register();
  return async () => {
    await provider.shutdown();
    for (const api of [trace, context, propagation]) api.disable();
  };
}

async function overHttp(): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return new OTLPTraceExporter();
}

/** `tiendo`, unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` name it otherwise. */
async function whoWeAre() {
  const resources = await import('@opentelemetry/resources');
  const named = resources.detectResources({ detectors: [resources.envDetector] });
  const ours = resources.resourceFromAttributes({ 'service.name': 'tiendo' });
  return resources.defaultResource().merge(ours).merge(named);
}
