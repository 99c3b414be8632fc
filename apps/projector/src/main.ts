import 'reflect-metadata';
import * as access from '#access';
import { startApplication } from '#application';
import * as catalogue from '#catalogue';
import * as platform from '#platform';
import * as progress from '#progress';
import { ProjectorModule } from './projector.module.js';

await startApplication('projector', ProjectorModule, [platform, catalogue, progress, access]);
