import { expect } from 'chai';
import type { Plan } from '../../src/run/plan.js';
import { workersOf } from '../../src/run/services.js';

const browser = { device: { kind: 'browser' } } as Plan;
const phone = (serial: string, adbPort = 5037): Plan =>
  ({ device: { kind: 'real', serial, adbPort } }) as Plan;

describe('who collects which run', () => {
  it('gives the runs of one device to one worker, and each device a worker of its own', () => {
    expect(workersOf([phone('A'), phone('B'), phone('A')])).to.deep.equal([0, 1, 0]);
  });

  it('tells devices of the same name apart that hang on different servers', () => {
    expect(workersOf([phone('emulator-5554'), phone('emulator-5554', 5038)])).to.deep.equal([0, 1]);
  });

  it('takes one server with one file for one device', () => {
    const remote = (server: string, capsFile: string): Plan =>
      ({ device: { kind: 'remote', server, capsFile } }) as Plan;
    expect(
      workersOf([remote('http://a', '/1'), remote('http://a', '/2'), phone('A'), remote('http://a', '/1')]),
    ).to.deep.equal([0, 1, 2, 0]);
  });

  it('deals runs in the browser out, beside the devices', () => {
    const workers = workersOf([browser, phone('A'), browser]);
    expect(new Set(workers)).to.have.property('size', 3);
  });

  it('drives no more browsers side by side than four', () => {
    const workers = workersOf(Array.from({ length: 40 }, () => browser));
    expect(new Set(workers).size).to.be.within(2, 4);
    expect(Math.max(...workers)).to.be.below(4);
  });
});
