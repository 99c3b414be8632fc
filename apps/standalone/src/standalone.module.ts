import { AccessModule } from '#access';
import { HealthModule } from '#application';
import { type Engines, PlatformModule } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from '../../api/src/api.module.js';
import { EvaluatorModule } from '../../evaluator/src/evaluator.module.js';
import { IngestModule } from '../../ingest/src/ingest.module.js';
import { NotifierModule } from '../../notifier/src/notifier.module.js';
import { ProjectorModule } from '../../projector/src/projector.module.js';

/** What this process is made of; the documentation and its checks are made from the same list. */
export const APPLICATIONS = [
  HealthModule,
  IngestModule,
  ProjectorModule,
  EvaluatorModule,
  NotifierModule,
  ApiModule,
];

/** All applications in one process, on the engines they are given. */
@Module({})
export class StandaloneModule {
  static on(engines: Engines): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [PlatformModule.register(engines), AccessModule, ...APPLICATIONS],
    };
  }
}
