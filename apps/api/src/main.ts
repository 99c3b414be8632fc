import 'reflect-metadata';
import * as access from '#access';
import * as alerts from '#alerts';
import { startApplication } from '#application';
import * as catalogue from '#catalogue';
import * as platform from '#platform';
import * as progress from '#progress';
import { ApiModule } from './api.module.js';

await startApplication('api', ApiModule, [platform, catalogue, progress, alerts, access]);
