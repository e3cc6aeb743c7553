/** Loaded into the app's process before anything else: its clock differs from the machine's by the hours in SHIFT_FILE, read again at SIGUSR2. */
import { readFileSync } from "node:fs";

const True = Date;
let shift = 0;

const move = () => {
  const hours = Number(readFileSync(process.env.SHIFT_FILE, "utf8"));
  shift = hours * 3_600_000;
  process.stdout.write(`clock moved by ${hours} h\n`);
};

move();
process.on("SIGUSR2", move);

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
