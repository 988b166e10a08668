/** An error of the WebDriver protocol as the server on the device answers it. */
export class WebDriverError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    message: string,
  ) {
    super(message);
  }
}

export const noSuchElement = (): WebDriverError =>
  new WebDriverError(
    404,
    'no such element',
    'An element could not be located on the page using the given search parameters',
  );

export const staleElement = (id: string): WebDriverError =>
  new WebDriverError(404, 'stale element reference', `The element '${id}' does not exist in DOM anymore`);

export const invalidSelector = (why: string): WebDriverError =>
  new WebDriverError(400, 'invalid selector', why);

export const invalidArgument = (why: string): WebDriverError =>
  new WebDriverError(400, 'invalid argument', why);
