import 'reflect-metadata';
import * as access from '#access';
import { startApplication } from '#application';
import * as catalogue from '#catalogue';
import * as platform from '#platform';
import * as reports from '#reports';
import { IngestModule } from './ingest.module.js';

await startApplication('ingest', IngestModule, [platform, catalogue, reports, access]);
