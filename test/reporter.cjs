const { Spec } = require('mocha').reporters;

/** mocha's own report, closed by one plain line that scripts can read. */
module.exports = class PlainEnd extends Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`);
  }
};
