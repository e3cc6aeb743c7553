/** Loaded into the app's process before anything else: its clock differs from the machine's by SHIFT_HOURS. */
const shift = Number(process.env.SHIFT_HOURS) * 3_600_000;
const True = Date;

class Shifted extends True {
  constructor(...args) {
    if (args.length === 0) super(True.now() + shift);
    else super(...args);
  }

  static now() {
    return True.now() + shift;
  }
}

globalThis.Date = Shifted;
