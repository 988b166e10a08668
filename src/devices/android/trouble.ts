import { AuditError } from '../../errors.js';
import { DeviceTrouble } from '../port.js';
import { firstLine, messageOf } from './driving.js';

/** How the driver says that what it runs in the page went wrong there. */
export const scriptErrors = /javascript error:|Runtime\.callFunctionOn result/;
export const openDialog = /unexpected alert open/;

/** How a session says that it is over, or that what it rests on is. */
const sessionOver =
  /ECONNREFUSED|ECONNRESET|socket hang up|fetch failed|Request failed with error code|session is either terminated|instrumentation process is not running|Could not proxy command|device '.*' not found|device offline/i;

/** Whether a session of its own has to be begun before anything else is asked of the device. */
export function isSessionOver(error: unknown): boolean {
  return sessionOver.test(messageOf(error));
}

/** Why there is no ChromeDriver that drives the web view, if that is what an error says. */
export function mismatchIn(error: unknown): AuditError | undefined {
  const message = messageOf(error);
  const [said] =
    /No Chromedriver found that can automate Chrome[^\n]*|This version of ChromeDriver only supports[^\n]*(\n[^\n]*)?/i.exec(
      message,
    ) ?? [];
  if (said === undefined) return undefined;
  return new AuditError('chromedriver-mismatch', `The web view is not driven: ${said.replace(/\s+/g, ' ')}`, {
    cause: error,
    hint: 'Name a ChromeDriver of the version of the device’s web view with KEYSTORE_AUDIT_CHROMEDRIVER.',
  });
}

/** What a failed command of a page means whose app is alive. `isEarly`: long before the command's time was over. */
export function pageTrouble(error: unknown, isEarly: boolean): DeviceTrouble {
  const message = messageOf(error);
  if (/tab crashed|page crash/i.test(message))
    return new DeviceTrouble('app-died', `The page's process ended: ${firstLine(message)}`, error);
  // ChromeDriver says at once that a script's time is over when the page that ran it is left.
  const isLeft = isEarly && /script timeout/i.test(message);
  if (isLeft || /unloaded|aborted by navigation|navigated or closed|frame was detached/i.test(message))
    return new DeviceTrouble('app-left-page', 'The page was left or loaded again.', error);
  if (/timeout: Timed out receiving message from renderer|script timeout|page load/i.test(message))
    return new DeviceTrouble('app-froze', `The page gave no answer: ${firstLine(message)}`, error);
  // What these go on to say is the page's text.
  if (scriptErrors.test(message))
    return new DeviceTrouble('lost', 'The driver’s script failed: the page has broken what it uses.', error);
  if (openDialog.test(message))
    return new DeviceTrouble('lost', 'A dialog of the page stopped the driver.', error);
  return new DeviceTrouble('lost', firstLine(message), error);
}
