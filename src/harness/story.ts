import type { Step, ValueRef } from '../protocol/steps.js';

/** A step in words, for the story that the report tells. Canaries by their number only. */
export function wordsOf(step: Step): string {
  if ('scan' in step) return 'look for the values in every storage area of the page';
  if ('together' in step) return `at once: ${step.together.map(wordsOf).join('; ')}`;
  const place = [step.store, step.key]
    .flatMap((ref) => (ref === undefined ? [] : [valueWords(ref)]))
    .join(' / ');
  const value = step.value === undefined ? '' : ` to ${valueWords(step.value)}`;
  return `${step.call} ${place}${value}`.trim();
}

function valueWords(ref: ValueRef): string {
  if ('canary' in ref) return `secret ${ref.canary}`;
  if ('text' in ref) {
    const text = ref.text === '' ? 'the empty text' : JSON.stringify(ref.text);
    return 'times' in ref ? `${text} × ${ref.times}` : text;
  }
  return 'json' in ref ? JSON.stringify(ref.json) : 'undefined';
}
