import { unpack, type Packed } from '../pack.js';
import { reportOf, type Report } from '../report.js';
import { openAddresses } from './addresses.js';
import { byId, whenIdle } from './dom.js';
import { narrowMatrix } from './filters.js';
import { moveByKeys } from './keys.js';
import { showPictures } from './pictures.js';
import { tellSightings } from './sightings.js';
import { tellStories } from './stories.js';

/** What the page can do where scripts may run. Everything else stands in it without. */

let known: Report | undefined;

/** The report; read from the page when it is first needed. */
function report(): Report {
  if (known === undefined) {
    const { result, ...rest } = unpack(JSON.parse(byId('data').textContent) as Packed);
    known = reportOf(result, rest);
  }
  return known;
}

for (const element of document.querySelectorAll<HTMLElement>('.needs-script')) element.hidden = false;
document.documentElement.dataset['script'] = 'on';
openAddresses(report);
narrowMatrix(report);
moveByKeys();
tellSightings(report);
tellStories(report);
showPictures(document.body, report);
// Read before somebody asks, so that nobody waits.
whenIdle(() => void report());
