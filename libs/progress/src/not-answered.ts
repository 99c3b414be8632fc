/** Why a question about progress is not answered; `position-not-reached` may be asked again. */
export interface NotAnswered {
  readonly refused: {
    readonly code: 'parameter-not-supported' | 'parameter-malformed' | 'position-not-reached';
    readonly parameter: string;
    readonly message: string;
  };
}

export function notAnswered(
  code: NotAnswered['refused']['code'],
  parameter: string,
  message: string,
): NotAnswered {
  return { refused: { code, parameter, message } };
}
