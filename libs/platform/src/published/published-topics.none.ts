import type { Consumer } from '../event-log/event-log.js';
import { PublishedTopics } from './published-topics.js';

/** Where no other system reads topics, nothing is said, and nobody is asked what there would be to say. */
export class NoPublishedTopics extends PublishedTopics {
  keep(): Promise<Consumer> {
    return Promise.resolve({ stop: () => Promise.resolve() });
  }

  behind(): [] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
