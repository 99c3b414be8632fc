import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { Command, CommandHandler, CqrsModule, Query, QueryHandler } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { expect, test } from '@jest/globals';
import { assertOneHandlerEach } from './assert-one-handler-each.js';

class RaiseAlert extends Command<void> {}
class GetAlerts extends Query<string[]> {}

@CommandHandler(RaiseAlert)
class RaiseAlertHandler {
  async execute(): Promise<void> {}
}

@CommandHandler(RaiseAlert)
class AnotherRaiseAlertHandler {
  async execute(): Promise<void> {}
}

@QueryHandler(GetAlerts)
class GetAlertsHandler {
  execute(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

const door = { RaiseAlert, GetAlerts, Command, somethingElse: 1, Type: class {} };

async function check(...handlers: Type[]): Promise<void> {
  @Module({ imports: [CqrsModule.forRoot()], providers: handlers })
  class Some {}
  const app = await Test.createTestingModule({ imports: [Some] }).compile();
  try {
    assertOneHandlerEach(app, [door]);
  } finally {
    await app.close();
  }
}

test('one handler each is how it should be', async () => {
  await expect(check(RaiseAlertHandler, GetAlertsHandler)).resolves.toBeUndefined();
});

test('a command without a handler and one with two are both named', async () => {
  await expect(check(RaiseAlertHandler, AnotherRaiseAlertHandler)).rejects.toThrow(
    'Refusing to start: RaiseAlert has 2 handlers; GetAlerts has no handler.',
  );
});
