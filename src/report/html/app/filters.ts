import { choiceKinds, choicesOf, everything, matrixView, type ChoiceKind, type Filter } from '../matrix.js';
import type { Report } from '../report.js';
import { byId, fill, whenIdle } from './dom.js';
import { startRow } from './keys.js';

/** Keeps the matrix at what the form says, and the address at it, so that a view can be handed on. */
export function narrowMatrix(report: () => Report): void {
  const form = document.getElementById('filters');
  if (!(form instanceof HTMLFormElement)) return;
  const view = byId('matrix-view');

  const show = (filter: Filter): void => {
    fill(view, matrixView(report(), filter));
    for (const element of view.querySelectorAll<HTMLElement>('.needs-script')) element.hidden = false;
    startRow();
  };
  const apply = (from = 0): void => {
    const filter = { ...read(form, report()), from };
    show(filter);
    const query = queryOf(filter);
    history.replaceState(
      null,
      '',
      `${location.pathname}${location.search}#matrix${query === '' ? '' : `?${query}`}`,
    );
  };

  form.addEventListener('input', () => apply());
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => {
    // The fields are empty only after this event.
    queueMicrotask(() => {
      for (const box of form.querySelectorAll('input')) {
        box.checked = false;
        if (box.type === 'search') box.value = '';
      }
      apply();
    });
  });
  view.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-from]');
    if (button === null) return;
    apply(Number(button.dataset['from']));
    view.querySelector<HTMLElement>('button[data-from]:not([disabled])')?.focus();
  });

  // On a small screen the choices would hide what they are about.
  const choices = form.querySelector('details');
  if (choices !== null && innerWidth < 740) choices.open = false;

  const follow = (): void => {
    if (!location.hash.startsWith('#matrix?')) return;
    write(form, report(), new URLSearchParams(location.hash.slice('#matrix?'.length)));
    show(read(form, report()));
    byId('matrix').scrollIntoView();
  };
  addEventListener('hashchange', follow);
  follow();
  whenIdle(() => {
    if (view.querySelector('[role=status]') === null) show(read(form, report()));
  });
}

function read(form: HTMLFormElement, report: Report): Filter {
  const choices = choicesOf(report);
  const chosen = <T>(kind: ChoiceKind, words: readonly T[]): T[] =>
    [...form.querySelectorAll<HTMLInputElement>(`input[name=${kind}]:checked`)].flatMap(
      (box) => words[Number(box.value)] ?? [],
    );
  return {
    ...everything,
    text: form.querySelector<HTMLInputElement>('input[type=search]')?.value ?? '',
    outcome: chosen('outcome', choices.outcome),
    severity: chosen('severity', choices.severity),
    fidelity: chosen('fidelity', choices.fidelity),
    area: chosen('area', choices.area),
    platform: chosen('platform', choices.platform),
    plugin: chosen('plugin', choices.plugin),
  };
}

function write(form: HTMLFormElement, report: Report, query: URLSearchParams): void {
  const choices = choicesOf(report);
  const field = form.querySelector<HTMLInputElement>('input[type=search]');
  if (field !== null) field.value = query.get('text') ?? '';
  for (const kind of choiceKinds) {
    const wanted = query.getAll(kind);
    for (const box of form.querySelectorAll<HTMLInputElement>(`input[name=${kind}]`)) {
      box.checked = wanted.includes(choices[kind][Number(box.value)] ?? '');
    }
  }
}

function queryOf(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.text !== '') query.set('text', filter.text);
  for (const kind of choiceKinds) for (const word of filter[kind]) query.append(kind, word);
  return query.toString();
}
