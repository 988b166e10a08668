/** Where each key goes from a cell, if there is a cell. */
const ways: Readonly<Record<string, (cell: HTMLElement) => HTMLElement | undefined>> = {
  ArrowLeft: (cell) => beside(cell).findLast((each) => isBefore(each, cell)),
  ArrowRight: (cell) => beside(cell).find((each) => isBefore(cell, each)),
  ArrowUp: (cell) => above(cell).findLast((each) => isBefore(each, cell)),
  ArrowDown: (cell) => above(cell).find((each) => isBefore(cell, each)),
  Home: (cell) => beside(cell)[0],
  End: (cell) => beside(cell).at(-1),
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
    const from = target as HTMLElement;
    const to = way(from);
    if (to === undefined) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
  startRow();
}

/** Of all cells one is reached by Tab: the first, until arrows have gone elsewhere. */
export function startRow(): void {
  document
    .querySelectorAll<HTMLElement>('table.matrix a.cell')
    .forEach((cell, at) => (cell.tabIndex = at === 0 ? 0 : -1));
}

/** The cells of the same row. */
function beside(cell: HTMLElement): HTMLElement[] {
  return [...(cell.closest('tr')?.querySelectorAll<HTMLElement>('a.cell') ?? [])];
}

/** The cells of the same column. */
function above(cell: HTMLElement): HTMLElement[] {
  const column = cell.closest('td')?.cellIndex ?? -1;
  return [...document.querySelectorAll<HTMLTableRowElement>('table.matrix tbody tr')].flatMap(
    (row) => row.cells[column]?.querySelector<HTMLElement>('a.cell') ?? [],
  );
}

function isBefore(one: HTMLElement, other: HTMLElement): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
