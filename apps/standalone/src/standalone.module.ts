import { AccessModule } from '#access';
import { type Engines, PlatformModule } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from '../../api/src/api.module.js';
import { IngestModule } from '../../ingest/src/ingest.module.js';
import { ProjectorModule } from '../../projector/src/projector.module.js';

/** All applications in one process, on the engines they are given. */
@Module({})
export class StandaloneModule {
  static on(engines: Engines): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [
        PlatformModule.register(engines),
        AccessModule,
        IngestModule,
        ProjectorModule,
        ApiModule,
      ],
    };
  }
}
