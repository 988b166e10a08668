import { codeOf, documentedErrors, errorOf, provocations, type Provocation } from '../audits/seen-errors.js';
import { endOf } from '../audits/look.js';
import type { Contract } from '../contracts/types.js';
import type { Attempt, Observation } from '../observations/types.js';
import type { Run } from '../result/schema.js';
import type { Target } from '../terms.js';

type Cause = Run['causes'][number];

/**
 * What each cause that was brought about led to, beside what is documented of it: so that platforms can be compared. A
 * cause that no call was answered for is left out; one that led to no error has neither code nor message.
 */
export function causesSeen(
  contract: Contract,
  { target, fixture }: { readonly target: Target; readonly fixture: { readonly variant: string } },
  observations: ReadonlyMap<string, Observation>,
): Cause[] {
  return Object.entries(provocations).flatMap(([cause, provocation]) => {
    if (provocation.targets?.includes(target) === false) return [];
    // The fixture's own answer says nothing of the plugin.
    if (provocation.ofLayer === true && fixture.variant !== 'deployed') return [];
    const attempt = observations.get(provocation.scenario)?.attempts.findLast(isTelling);
    if (attempt === undefined) return [];
    const documented = documentedErrors(contract, target)
      .map((error) => ({ error, source: error.causes.find((each) => each.cause === cause)?.source }))
      .find(({ source }) => source !== undefined);
    return distinct(seenIn(attempt, provocation)).map(({ code, message }) => ({
      cause,
      code,
      message,
      documentedCode: documented?.error.code ?? null,
      documentedMessage: documented?.error.message ?? null,
      meaning: provocation.meaning,
      how: provocation.how,
      source: documented?.source ?? 'inferred',
    }));
  });
}

interface SeenCause {
  readonly code: string | null;
  readonly message: string | null;
}

function isTelling({ status }: Attempt): boolean {
  return status === 'completed' || status === 'app-lost';
}

function seenIn(attempt: Attempt, { calls }: Provocation): SeenCause[] {
  return calls.flatMap((as) => {
    const call = attempt.calls.find((each) => each.as === as);
    if (endOf(call) === undefined) return [];
    const error = errorOf(call);
    return [
      {
        code: error === undefined ? null : (codeOf(error) ?? null),
        message: error === undefined ? null : (error.message ?? `an error without a message (${error.type})`),
      },
    ];
  });
}

/** The first of each code, and of errors without one; messages that quote a key are as many as there are keys. */
function distinct(causes: readonly SeenCause[]): SeenCause[] {
  const kinds = new Map<string, SeenCause>();
  for (const cause of causes) {
    const kind = JSON.stringify([cause.code, cause.message === null]);
    if (!kinds.has(kind)) kinds.set(kind, cause);
  }
  return [...kinds.values()];
}
