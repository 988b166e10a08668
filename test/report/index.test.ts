import { expect } from 'chai';
import { renderAll, reportNames } from '../../src/report/index.js';
import { green } from './golden.js';

describe('renderAll', () => {
  it('gives each report by its file name, the same every time', () => {
    const files = renderAll(green);
    expect(Object.keys(files)).to.deep.equal([
      'report.html',
      'junit.xml',
      'ctrf.json',
      'findings.sarif',
      'summary.md',
    ]);
    expect(reportNames).to.deep.equal(Object.keys(files));
    expect(renderAll(structuredClone(green))).to.deep.equal(files);
  });

  it('does not change the result', () => {
    const copy = structuredClone(green);
    renderAll(copy);
    expect(copy).to.deep.equal(green);
  });
});
