/** How far each key goes: columns, rows. */
const ways: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

/** The keys of the page: `/` goes to the text field, arrows go from cell to cell of the matrix. */
export function moveByKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as Element;
    if (event.key === '/' && !target.matches('input, select, textarea')) {
      const field = document.getElementById('filter-text');
      if (field === null || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      field.focus();
      return;
    }
    const way = ways[event.key];
    if (way === undefined || !target.matches('a.cell')) return;
    event.preventDefault();
    move(target as HTMLElement, way);
  });
  startRow();
}

/** Of all cells one is reached by Tab: the first, until arrows have gone elsewhere. */
export function startRow(): void {
  cells()
    .flat()
    .forEach((cell, at) => (cell.tabIndex = at === 0 ? 0 : -1));
}

function cells(): HTMLElement[][] {
  return [...document.querySelectorAll('table.matrix tbody tr')]
    .map((row) => [...row.querySelectorAll<HTMLElement>('a.cell')])
    .filter((row) => row.length > 0);
}

function move(from: HTMLElement, [columns, rows]: readonly [number, number]): void {
  const all = cells();
  const row = all.findIndex((each) => each.includes(from));
  const column = all[row]?.indexOf(from) ?? -1;
  const toRow = all[within(row + rows, all.length)];
  const to = toRow?.[within(column + columns, toRow.length)];
  if (to === undefined) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function within(at: number, length: number): number {
  return Math.max(0, Math.min(length - 1, at));
}
