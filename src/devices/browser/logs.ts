import { z } from 'zod';
import type { LogSearch } from '../../observations/types.js';
import { haystack, search, type Searcher } from '../../protocol/canary.js';

/** A line of the browser's console as the driver tells it: of the page, its frames, its workers, or the network. */
const logLine = z.looseObject({ message: z.string(), source: z.string().optional() });

/** Searches lines of a driver's log. `root` is what the log is called. Throws an Error for what is no list of lines. */
export function searchLines(as: string, root: string, told: unknown, sought: Searcher): LogSearch {
  const lines = z.array(logLine).parse(told);
  const found = lines.flatMap(({ message, source }, index) =>
    search(haystack(message), sought).map((trace) => ({
      ...trace,
      line: index + 1,
      // Foreign, and only of interest where it is one of the words that browsers use.
      source: source !== undefined && /^[a-z-]{1,30}$/.test(source) ? source : 'unknown',
    })),
  );
  return { as, root, lines: lines.length, found };
}
