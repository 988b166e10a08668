import { contracts } from '../../contracts/registry.js';
import type { DocumentedError, ErrorCause } from '../../contracts/types.js';
import { documentedErrors, errorsOfCause, matchOf, provocations } from '../seen-errors.js';
import { attemptOf, wordsOfError } from '../look.js';
import type { Audit, Context, Judgement } from '../types.js';

/**
 * One audit for each code that any contract documents. Only a documented cause can make one fail; an inferred one tells
 * what was seen.
 */
export function audits(): ReadonlyMap<string, Audit> {
  const byId = new Map<string, DocumentedError[]>();
  for (const error of contracts().flatMap(({ errors }) => errors)) {
    const id = idOf(error);
    byId.set(id, [...(byId.get(id) ?? []), error]);
  }
  return new Map([...byId].map(([id, errors]) => [id, auditOf(id, errors)]));
}

/** `error-0012` for a code that ends with a number, however many digits a document gives it; else `error-err-write`. */
function idOf({ code }: DocumentedError): string {
  const number = /(\d{4,})$/.exec(code)?.[1];
  const words = code
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `error-${number === undefined ? words : number.slice(-4)}`;
}

function auditOf(id: string, errors: readonly DocumentedError[]): Audit {
  const [{ code }] = errors as [DocumentedError];
  const causes = errors.flatMap((error) => error.causes);
  return {
    title: `${code} is given as documented`,
    failureTitle: `${code} is not given as documented`,
    why: 'An app decides by the code what to ask of a person: to sign in again, to set a screen lock, to try later.',
    severity: 'major',
    targets: [...new Set(errors.flatMap(({ targets }) => targets))],
    operations: [],
    needs: [],
    scenarios: [...new Set(causes.flatMap(({ cause }) => provocations[cause]?.scenario ?? []))],
    references: [],
    foregone: (context) => foregone(context, id),
    audit: (context) => judge(context, id),
  };
}

/** A code that is not documented here, or comes from a layer that a fixture does not have. */
function foregone(
  { contract, target, ownLayer }: Omit<Context, 'attempts'>,
  id: string,
): Judgement | undefined {
  const error = contract.errors.find((each) => idOf(each) === id);
  if (error === undefined) {
    const expected = 'The codes of a contract are given as documented.';
    return { outcome: 'not-applicable', expected, actual: `${contract.title} documents no such code.` };
  }
  const expected = expectedOf(error);
  if (!error.targets.includes(target)) {
    const actual = `It is documented for ${error.targets.join(' and ')} only.`;
    return { outcome: 'not-applicable', expected, actual, reason: { code: 'platform' } };
  }
  if (ownLayer && error.layer !== undefined) {
    const actual = `It comes from ${error.layer}, which the fixture does not have.`;
    const reason = { code: 'own-layer', needs: `A page that has ${error.layer}.` } as const;
    return { outcome: 'inconclusive', expected, actual, reason };
  }
  return undefined;
}

function expectedOf({ code, message }: DocumentedError): string {
  return `${code} says: ${message}`;
}

/** Of a code that is not foregone. */
function judge(context: Context, id: string): Judgement {
  const error = context.contract.errors.find((each) => idOf(each) === id)!;
  const expected = expectedOf(error);
  const judged = error.causes.flatMap((cause) => judgeCause(context, error, cause, expected));
  const decided = ['fail', 'pass'].flatMap((wanted) => judged.filter(({ outcome }) => outcome === wanted));
  if (decided.length > 0) return decided[0]!;
  if (judged.length > 0)
    return { outcome: 'informative', expected, actual: judged.map(({ actual }) => actual).join(' ') };
  return {
    outcome: 'inconclusive',
    expected,
    actual: 'Nothing that is known to bring it about could be done here.',
    reason: { code: 'ability-missing', needs: error.causes.map(({ cause }) => cause).join('; ') },
  };
}

/** What one cause gave; nothing where it was not brought about, or where no error came of it. */
function judgeCause(
  context: Context,
  error: DocumentedError,
  { cause, source }: ErrorCause,
  expected: string,
): Judgement[] {
  const { contract, target } = context;
  const seen = errorsOfCause(cause, target, (scenario) => attemptOf(context, scenario));
  if (seen.length === 0) return [];
  const told = seen.map(({ as, error: given }) => `"${as}" ended with ${wordsOfError(given)}.`).join(' ');
  const actual = `${cause}: ${told}`;
  if (source === 'inferred') return [{ outcome: 'informative', expected, actual }];
  // Where the document has several codes that fit one cause, any of them will do.
  const documented = documentedErrors(contract, target).filter(({ causes }) =>
    causes.some((each) => each.cause === cause),
  );
  const matches = seen.map(({ error: given }) => ({ given, match: matchOf(given, documented) }));
  if (matches.some(({ match }) => match === undefined)) return [{ outcome: 'fail', expected, actual }];
  const own = matches.filter(({ match }) => match!.error === error);
  if (own.length === 0) return [{ outcome: 'informative', expected, actual }];
  const spelled = own.find(({ match }) => match!.spelling !== error.code);
  const explanation =
    spelled === undefined
      ? {}
      : { explanation: `It is written ${spelled.match!.spelling} here; the document has both.` };
  const other = own.some(({ given }) => given.message?.trim() !== error.message.trim());
  return other
    ? [{ outcome: 'fail', severity: 'minor', expected, actual, ...explanation }]
    : [{ outcome: 'pass', expected, actual, ...explanation }];
}
