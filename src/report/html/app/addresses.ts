import { auditDialog, runDialog } from '../details.js';
import { slugOf, type Report } from '../report.js';
import { fill } from './dom.js';
import { showPictures } from './pictures.js';

/** Opens what an address of a run or of an audit in a run means, on loading and whenever it changes. */
export function openAddresses(report: () => Report): void {
  const dialog = document.createElement('dialog');
  dialog.id = 'details';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  const body = document.createElement('div');
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'close';
  close.textContent = 'Close';
  dialog.append(close, body);
  document.body.append(dialog);

  let opener: Element | null = null;
  /** Where the reader was before: a filtered matrix, for example. */
  let before = '';
  const follow = (event?: HashChangeEvent): void => {
    const old = event === undefined ? '' : new URL(event.oldURL).hash;
    if (!old.startsWith('#/')) before = old;
    const opened = location.hash.startsWith('#/') && showIn(body, location.hash.slice(2), report);
    if (opened && !dialog.open) {
      opener = document.activeElement;
      dialog.showModal();
      dialog.scrollTop = 0;
    } else if (!opened && dialog.open) dialog.close();
    if (!opened) openTarget();
  };
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    // Who followed a link out of what was open wants to be where it leads.
    const hasLeft = !location.hash.startsWith('#/') && target() !== null;
    // The address is the state: what is closed is no longer at it.
    if (location.hash.startsWith('#/')) {
      history.replaceState(null, '', `${location.pathname}${location.search}${before}`);
    }
    if (hasLeft) openTarget();
    else if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  });
  addEventListener('hashchange', follow);
  follow();
}

function showIn(body: HTMLElement, address: string, report: () => Report): boolean {
  const { slugs, result } = report();
  const run = result.runs[meantBy(slugs, address)];
  if (run === undefined) return false;
  const slug = slugs[result.runs.indexOf(run)]!;
  if (address === slug) {
    fill(body, runDialog(report(), run));
    return true;
  }
  const audit = run.audits.find(({ id }) => slugOf(id) === address.slice(slug.length + 1));
  if (audit === undefined) return false;
  fill(body, auditDialog(report(), run, audit));
  showPictures(body, report);
  return true;
}

/** The place of the run that an address is about, else -1. One run's name may be the beginning of another's. */
function meantBy(slugs: readonly string[], address: string): number {
  const exact = slugs.indexOf(address);
  return exact === -1 ? slugs.findIndex((slug) => isBelow(address, slug)) : exact;
}

function isBelow(address: string, slug: string): boolean {
  return address.startsWith(`${slug}/`) && !address.slice(slug.length + 1).includes('/');
}

/** The finding or the explained word that the address is about. */
function target(): HTMLElement | null {
  const found = document.getElementById(location.hash.slice(1));
  return found?.matches('.finding, .entry') === true ? found : null;
}

/** Goes there by keyboard too, so that Tab goes on from there and a screen reader reads it. */
function openTarget(): void {
  const found = target();
  if (found === null) return;
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
}
